import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodes, runFile } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): string => readFileSync(`${dist}${file}`, 'utf8');

describe('what is built', () => {
  it('is one file on the way that runs a command, with no part of yargs but its parser', () => {
    const text = read('command.cjs');
    // Only what is loaded at once; `Promise.resolve().then(() => require(...))` waits.
    const atOnce = text.matchAll(/(?:^|[;,{])(?:const|let) \w+=require\("([^"]+)"\)/g);
    const files = Array.from(atOnce, (match) => match[1]!);
    expect(files.filter((file) => !file.startsWith('node:'))).toEqual([]);
    expect(text).toContain('populate--');
    expect(text).not.toContain('Not enough non-option arguments');
    expect(read('chunks/command/help.cjs')).toContain('Not enough non-option arguments');
  });

  it('has in the one file each subpath, and of the command line what runs it', async () => {
    const whole = (await import(`${dist}command.cjs`)) as object;
    const names = readdirSync(dist).filter((file) => /^\w+\.js$/.test(file));
    expect(names.length).toBeGreaterThan(6);
    for (const name of names) {
      const all = Object.keys((await import(`${dist}${name}`)) as object);
      // The rest makes help, completions and manuals, which a run loads only when asked.
      const exported = name === 'cli.js' ? ['defineCommandLine', 'runCli'] : all;
      expect(Object.keys(whole), name).toEqual(expect.arrayContaining(exported));
    }
  });

  it('imports nothing that is not in the package, and no built-in module in the slow way', () => {
    let found = 0;
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.js')) continue;
      const imports = read(file).matchAll(/(?:^|;)import\b[^;"(]*"([^"]+)"/gm);
      for (const [, from] of imports) {
        found += 1;
        expect(from, file).toMatch(/^\./);
      }
    }
    expect(found).toBeGreaterThan(3);
  });

  it('carries the licences of what it inlines', () => {
    const text = read('THIRD-PARTY-LICENSES');
    for (const name of ['yargs', 'yargs-parser', 'cliui', 'y18n', 'escalade', 'get-caller-file']) {
      expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\((MIT|ISC)\\)$`, 'm'));
    }
    expect(text).not.toMatch(/^string-width/m);
  });
});

describe.each(nodes())('on Node $version', ({ file: node }) => {
  it('a run loads neither child processes nor terminals nor sockets before they are used', async () => {
    const program = `
      const { startTool, runCli } = require('${dist}command.cjs');
      const table = { name: 'x', version: () => '1', summary: '', usage: [''], runner: true,
        options: { e: { type: 'string', alias: 'e', describe: '' } } };
      await startTool((argv, world) => runCli(table, ['-e', 'x', 'make'], world, async () => {
        const heavy = ['child_process', 'net', 'tty', 'fs/promises', 'util'];
        const found = process.moduleLoadList.filter((name) =>
          heavy.some((one) => name === 'NativeModule ' + one) && !START.includes(name));
        require('node:fs').writeSync(1, found.join());
        return 0;
      }));`;
    // Some are part of every start of this Node.
    const start = await runFile(node, ['-p', 'JSON.stringify(process.moduleLoadList)']);
    const script = `const START = ${start.stdout}; (async () => {${program}})();`;
    const { stdout, stderr } = await runFile(node, ['-e', script]);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });
});

describe('an import of a built-in module is built as', () => {
  it.each([
    ['{ readFileSync }', 'const { readFileSync } = process.getBuiltinModule("node:fs");'],
    ['{ a, b as c }', 'const { a, b: c } = process.getBuiltinModule("node:fs");'],
    ['fs', 'const fs = process.getBuiltinModule("node:fs");'],
    ['* as fs', 'const fs = process.getBuiltinModule("node:fs");'],
    ['fs, { a }', 'const fs = process.getBuiltinModule("node:fs"); const { a } = fs;'],
  ])('%s: %s', async (clause, expected) => {
    const file = new URL('../../../tools/build/direct-builtins.js', import.meta.url).href;
    const { rewritten } = (await import(file)) as {
      rewritten: (clause: string, id: string) => string;
    };
    expect(rewritten(clause, 'node:fs')).toBe(expected);
  });
});
