import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodes, runFile } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const read = (file: string): string => readFileSync(`${dist}${file}`, 'utf8');

/** The files that a built file loads at once. */
function loaded(file: string, seen: Set<string> = new Set([file])): Set<string> {
  for (const [, from] of read(file).matchAll(/^import .*"(\.[^"]+)";$/gm)) {
    const next = new URL(from!, `file:///${file}`).pathname.slice(1);
    if (!seen.has(next)) loaded(next, seen.add(next));
  }
  return seen;
}

describe('what is built', () => {
  it('loads few files on the way that runs a command, and no part of yargs but its parser', () => {
    const files = new Set([...loaded('process.js'), ...loaded('cli.js')]);
    expect(files.size).toBeLessThanOrEqual(4);
    const text = [...files].map(read).join('');
    expect(text.includes('YargsParser')).toBe(true);
    expect(text.includes('YargsInstance')).toBe(false);
    expect(read('chunks/help.js').includes('YargsInstance')).toBe(true);
  });

  it('imports nothing that is not in the package, and no built-in module in the slow way', () => {
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.js')) continue;
      const imports = Array.from(read(file).matchAll(/^import .*"([^"]+)";$/gm), (m) => m[1]!);
      expect(
        imports.filter((from) => !from.startsWith('.')),
        file,
      ).toEqual([]);
    }
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
      const { startTool } = await import('${dist}process.js');
      const { runCli } = await import('${dist}cli.js');
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
