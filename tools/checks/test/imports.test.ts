import { describe, expect, test } from 'vitest';
import { importsOf, sourcesOf, wrongDirections } from '../src/imports.ts';
import { workspacePackages } from '../src/workspace.ts';

describe.each(workspacePackages('packages'))('$manifest.name', ({ path, manifest }) => {
  const name = manifest.name.replace('@nearhand/', '');

  test('imports in one direction only', () => {
    const sources = sourcesOf(path, name);
    expect(sources.files.length).toBeGreaterThan(0);
    expect(wrongDirections(sources)).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  const planted = (file: string, text: string, name = 'tsf') =>
    wrongDirections({
      name,
      files: [
        { file: 'src/other.ts', text: '' },
        { file: 'src/cli.ts', text: "import { runCli } from '@nearhand/core/cli';" },
        { file, text },
      ],
    });

  test.each([
    ['src/a.ts', "import { x } from '@nearhand/rdo';", 'no package but core is imported'],
    ['src/cli.ts', "import { x } from '@nearhand/rdo';", 'no package but core is imported'],
    ['src/cli/a.ts', "await import('@nearhand/rdo/x');", 'no package but core is imported'],
    ['src/a.ts', "import { runCli } from '@nearhand/core/cli';", 'only the command line imports'],
    ['src/a.ts', "import {\n  runCli,\n} from '@nearhand/core/cli';", 'a.ts:3: only the command'],
    ['src/a.ts', "import { x } from '@nearhand/core';", 'core is imported by subpath'],
    ['src/a.ts', "import { main } from './cli.ts';", 'a library file imports the command line'],
    [
      'src/deep/a.ts',
      "export { x } from '../cli/x.ts';",
      'a library file imports the command line',
    ],
    ['src/a.ts', "import '../../core/src/errors.ts';", 'leaves the sources of the package'],
    ['src/a.ts', "import { x } from './gone.ts';", './gone.ts does not exist'],
    ['src/a.ts', 'const { PATH } = process.env;', 'takes env as an argument'],
    ['src/a.ts', 'const env = process.env;', 'takes env as an argument'],
    ['src/a.ts', 'join(process.cwd(), name)', 'takes cwd as an argument'],
    ['src/a.ts', 'process.stdout.write(text);', 'touches process.stdout'],
    ['src/a.ts', 'if (bad) process.exit(1);', 'touches process.exit'],
    ['src/index.ts', "export * from './other.ts';", 'the public face names'],
    [
      'src/index.ts',
      "import './cli.ts';",
      'loads @nearhand/core/cli by src/index.ts -> src/cli.ts',
    ],
    ['src/full.ts', "import yargs from 'yargs';", 'loads yargs by src/full.ts'],
    ['src/deep/utils.ts', '', 'named after what it holds'],
  ])('%s: %s', (file, text, what) => {
    expect(planted(file, text).join('\n')).toContain(what);
  });

  test('in core too', () => {
    expect(planted('src/index.ts', '', 'core').join()).toContain('core has no root');
    const own = "import { x } from '@nearhand/core/errors';";
    expect(planted('src/a.ts', own, 'core').join()).toContain('by their path');
    const tool = "import { x } from '@nearhand/rdo';";
    expect(planted('src/a.ts', tool, 'core').join()).toContain('no package but core');
  });

  test.each([
    ['src/a.ts', "import { ToolError } from '@nearhand/core/errors';"],
    ['src/a.ts', "// import { x } from '@nearhand/rdo';\n/* process.exit(1) */"],
    ['src/a.ts', 'export const run = (env = process.env) => env;'],
    ['src/a.ts', 'const env = options.env ?? process.env;'],
    ['src/cli/a.ts', "import { x } from '@nearhand/core/cli';\nimport { y } from '../other.ts';"],
    ['src/index.ts', "export { x } from './other.ts';\nexport * as y from './other.ts';"],
  ])('and what is right is not: %s: %s', (file, text) => {
    expect(planted(file, text)).toEqual([]);
  });
});

test('imports are read from the text', () => {
  const text = `
    import a, { type B } from 'one';
    import type { C } from "two";
    import 'three';
    export { d } from './four.ts';
    const e = await import('five');
    const shown = "import x from 'six'";
    // import y from 'seven';
  `;
  expect(importsOf(text).map(({ from, later }) => [from, later])).toEqual([
    ['one', false],
    ['two', true],
    ['three', false],
    ['./four.ts', false],
    ['five', true],
  ]);
});
