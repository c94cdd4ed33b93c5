import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestError } from 'vitest';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** One thing that failed in a run. */
export interface Failure {
  /** `test` is counted among the tests already; the others are failures beside them. */
  readonly kind: 'test' | 'file' | 'set-up' | 'unhandled';
  /** `test/x.test.ts > describe > test`. */
  readonly name: string;
  /** The message, what was expected, and where: in plain text, of any length. */
  readonly message: string;
}

/**
 * Writes what failed to `test-results/failures.json`, for the end of `npm test`: vitest's own JSON says
 * nothing of a `beforeAll` that threw, nor of an error that no test waited for.
 */
export function failuresReporter(folder = 'test-results'): Reporter {
  return {
    onTestRunEnd(modules, unhandled) {
      const failures = [
        ...modules.flatMap((module) => [...ofModule(module)]),
        ...unhandled.map((error) => ({
          kind: 'unhandled' as const,
          name: 'an error that no test waited for',
          message: text([error]),
        })),
      ];
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'failures.json'), `${JSON.stringify(failures, null, 2)}\n`);
    },
  };
}

function* ofModule(module: TestModule): Generator<Failure> {
  const file = module.relativeModuleId;
  const broken = module.errors();
  if (broken.length > 0) yield { kind: 'file', name: file, message: text(broken) };
  for (const suite of module.children.allSuites()) {
    const errors = suite.errors();
    if (errors.length === 0) continue;
    const name = `${file} > ${suite.fullName}`;
    yield { kind: 'set-up', name, message: text(errors) };
  }
  for (const test of module.children.allTests('failed')) {
    const name = `${file} > ${test.fullName}`;
    yield { kind: 'test', name, message: text(test.result().errors ?? []) };
  }
}

function text(errors: readonly (TestError | SerializedError)[]): string {
  return errors
    .map((error) => {
      // The first of our own places: below it lie those of vitest.
      const at = error.stacks?.find(({ file }) => !file.includes('/node_modules/'));
      const place = at && `at ${at.file}:${at.line}:${at.column}`;
      const { diff } = error as TestError;
      return [`${error.name ?? 'Error'}: ${error.message}`, place, diff].filter(Boolean).join('\n');
    })
    .map((part) => stripVTControlCharacters(part).trim())
    .join('\n');
}
