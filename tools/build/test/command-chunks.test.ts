import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tempDir } from '@nearhand/test-kit';
import { rolldown, type Plugin } from 'rolldown';
import { describe, expect, test } from 'vitest';
import { asciiOnly } from '../ascii-only.js';
import { fromLibrary } from '../command-imports.js';
import { eagerFunctions } from '../eager-functions.js';

/** Builds `entry.js` and the files beside it as a command is built. Gives what it exports, and its text. */
async function build(
  files: Readonly<Record<string, string>>,
  plugins: (dir: string) => readonly Plugin[],
): Promise<{ readonly exports: Record<string, unknown>; readonly text: string }> {
  const dir = tempDir();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const bundle = await rolldown({ input: join(dir, 'entry.js'), plugins: [...plugins(dir)] });
  const format = { format: 'cjs', entryFileNames: '[name].cjs', minify: true } as const;
  await bundle.write({ dir: join(dir, 'dist'), ...format });
  await bundle.close();
  const file = join(dir, 'dist/entry.cjs');
  const exports = createRequire(file)(file) as Record<string, unknown>;
  return { exports, text: readFileSync(file, 'utf8') };
}

describe('eagerFunctions', () => {
  const eager = (rare?: RegExp) => () => [eagerFunctions(rare) as Plugin];

  test('puts parentheses around functions, and changes nothing of what they do', async () => {
    const { exports, text } = await build(
      {
        'entry.js': `
          export const early = later(2);
          function later(n) { return n * factor(); }
          export const arrows = [(x) => x + 1, async (x) => x, x => ({ x })].map((f) => typeof f);
          export async function eventually(x) { return (await x) + 1; }
          export function* count(to) { for (let i = 0; i < to; i += 1) yield i; }
          export class Box { #in; constructor(x) { this.#in = x; } get held() { return this.#in; } put(x) { this.#in = x; } }
          export const object = { method(x) { return x; }, get got() { return 7; }, plain: function () { return this.got; } };
          export const called = (function () { return arguments.length; })(1, 2, 3);
          function factor() { return typeof later === 'function' ? 21 : 0; }
        `,
      },
      eager(),
    );
    expect(exports['early']).toBe(42);
    expect(exports['arrows']).toEqual(['function', 'function', 'function']);
    await expect((exports['eventually'] as (x: unknown) => unknown)(1)).resolves.toBe(2);
    expect([...(exports['count'] as (to: number) => Iterable<number>)(3)]).toEqual([0, 1, 2]);
    const box = new (exports['Box'] as new (x: number) => { held: number; put(x: number): void })(
      1,
    );
    box.put(5);
    expect(box.held).toBe(5);
    const object = exports['object'] as { method(x: number): number; plain(): number };
    expect([object.method(3), object.plain()]).toEqual([3, 7]);
    expect(exports['called']).toBe(3);
    expect(text).toMatch(/=\(async function/);
    expect(text).toMatch(/=\(function\*/);
    expect(text).not.toMatch(/(?:^|[;}])(?:async )?function/);
  });

  test('leaves the functions of rare modules as they are', async () => {
    const files = {
      'entry.js': `import { seldom } from './seldom.js'; export const often = (x) => seldom(x) + 1; globalThis.often = often;`,
      'seldom.js': `export function seldom(x) { return globalThis.deep?.(x) ?? x; } globalThis.seldom = seldom;`,
    };
    const { exports, text } = await build(files, eager(/seldom/));
    expect((exports['often'] as (x: number) => number)(1)).toBe(2);
    expect(text).toMatch(/(?:^|[;}\s])function \w+\(/);
    expect(text).toContain('=>');
    const { text: all } = await build(files, eager());
    expect(all).not.toMatch(/(?:^|[;}\s])function \w+\(/);
  });
});

test('asciiOnly escapes what lies beyond, in strings, templates and patterns', async () => {
  const { exports, text } = await build(
    {
      'entry.js':
        "export const string = 'é…😀'; export const template = (x) => `ü${x}·`; export const pattern = /^[\\u00e0-ÿ]+€$/;",
    },
    () => [asciiOnly() as Plugin],
  );
  expect(text).toMatch(/^[\0-\u007f]*$/);
  expect(exports['string']).toBe('é…😀');
  expect((exports['template'] as (x: string) => string)('é')).toBe('üé·');
  expect((exports['pattern'] as RegExp).test('éü€')).toBe(true);
});

test('fromLibrary takes a source from the library beside the command', async () => {
  const { exports } = await build(
    {
      'entry.js': `export const load = () => import('./big.js').then(({ big }) => big);`,
      'big.js': `export const big = 'in the command';`,
    },
    (dir) => {
      mkdirSync(join(dir, 'dist'));
      writeFileSync(join(dir, 'dist/library.js'), "export const big = 'in the library';");
      writeFileSync(join(dir, 'dist/package.json'), '{"type":"module"}');
      return [fromLibrary({ library: 'big.js' }, dir) as Plugin];
    },
  );
  await expect((exports['load'] as () => unknown)()).resolves.toBe('in the library');
});
