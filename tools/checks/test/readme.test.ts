import { mkdtempSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { need, runFile } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packAndInstall, type Installed } from '../src/installed.ts';
import { checkedModule, consoleScript, examplesOf, matches, stepsOf } from '../src/readme.ts';
import { root, workspacePackages } from '../src/workspace.ts';

const MARK = '\u0001END\u0001';
/** Programs that the examples run, by the Debian package that has them; a new machine may lack them. */
const PROGRAMS = { make: 'make', python3: 'python3-venv', rsync: 'rsync' };
const readmes = [
  { name: 'nearhand', file: join(root, 'README.md') },
  ...workspacePackages('packages').map(({ path, manifest }) => ({
    name: manifest.name,
    file: join(path, 'README.md'),
  })),
].filter(({ file }) => existsSync(file));

let installed: Installed;
beforeAll(async () => {
  installed = await packAndInstall();
});
afterAll(() => {
  if (installed) rmSync(installed.dir, { recursive: true, force: true });
});

describe.each(readmes)('README of $name', ({ file }) => {
  const examples = examplesOf(readFileSync(file, 'utf8'));
  // The blocks of one README share a folder: without one of the programs none of them is played.
  const played = examples
    .filter(({ language }) => language === 'console')
    .map(({ setup = '', text }) => `${setup}\n${text}`)
    .join('\n');
  const met = Object.entries(PROGRAMS)
    .filter(([program]) => new RegExp(`\\b${program}\\b`).test(played))
    .map(([program, from]) => need(program, `apt-get install ${from}`, program).met)
    .every(Boolean);
  let dir = '';
  let env: NodeJS.ProcessEnv = {};
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'nearhand-readme-'));
    env = {
      ...process.env,
      HOME: dir,
      XDG_CONFIG_HOME: join(dir, '.config'),
      XDG_STATE_HOME: join(dir, '.state'),
      XDG_CACHE_HOME: join(dir, '.cache'),
      PATH: [join(installed.dir, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      NO_COLOR: '1',
    };
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('has examples that run', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  for (const example of examples) {
    const skipped = example.language === 'console' && !met;
    test.skipIf(skipped)(`${example.language} block at line ${example.line}`, async () => {
      if (example.setup !== undefined) {
        const made = await runFile('sh', ['-e', '-c', example.setup], { cwd: dir, env });
        expect(made, 'the set-up failed').toMatchObject({ code: 0 });
      }
      if (example.language === 'console') {
        const steps = stepsOf(example.text);
        const script = `exec 2>&1\n${consoleScript(steps, MARK)}`;
        const { stdout } = await runFile('sh', ['-c', script], { cwd: dir, env });
        const outputs = stdout.split(MARK);
        for (const [index, step] of steps.entries()) {
          const actual = (outputs[index] ?? '').trimEnd();
          if (!matches(actual, step.expected)) {
            expect(`$ ${step.command}\n${actual}`).toBe(`$ ${step.command}\n${step.expected}`);
          }
        }
      } else {
        if (!existsSync(join(dir, 'node_modules'))) {
          symlinkSync(join(installed.dir, 'node_modules'), join(dir, 'node_modules'));
        }
        const module = join(dir, `example-${example.line}.mts`);
        writeFileSync(module, checkedModule(example.text));
        const result = await runFile(process.execPath, [module], { cwd: dir, env });
        expect(result.stderr).toBe('');
        expect(result.code).toBe(0);
      }
    });
  }
});
