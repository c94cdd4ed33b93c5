import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodes, runBin, runFile, tempDir } from '@nearhand/test-kit';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

describe.each(nodes())('Node $version', ({ file }) => {
  test('gives what every engine must', async () => {
    const result = await runFile(file, ['test/fixtures/portable-node.js']);
    const stdout = 'every check passed, with WebAssembly\n';
    expect(result).toMatchObject({ stdout, stderr: '', code: 0 });
  });

  test('gives the same where there is no WebAssembly', async () => {
    const result = await runFile(file, ['--jitless', 'test/fixtures/portable-node.js']);
    expect(result).toMatchObject({ stdout: 'every check passed, with JavaScript\n', code: 0 });
  });

  test('worker threads and forked processes draw strings of their own', async () => {
    const result = await runFile(file, ['test/fixtures/worker.js']);
    expect(result).toMatchObject({ stdout: '1200 strings, 1200 different\n', stderr: '', code: 0 });
  });

  test('the command runs', async () => {
    const result = await runBin('randstr', ['-n', '3', '--seed', 'nearhand'], { node: file });
    expect(result).toMatchObject({ stdout: 'vcmxgjs\nzk6gl9i\nvdc7sev\n', stderr: '', code: 0 });
  });

  test('what is drawn while a snapshot is built is not drawn again after', async () => {
    const dir = tempDir();
    await build({
      stdin: {
        contents: `export * from '@nearhand/randstr';
          export { randstr as full } from '@nearhand/randstr/full';`,
        resolveDir: '.',
      },
      bundle: true,
      platform: 'node',
      format: 'iife',
      globalName: 'bundled',
      outfile: join(dir, 'bundle.js'),
    });
    const main = readFileSync('test/fixtures/snapshot.cjs', 'utf8');
    const bundle = readFileSync(join(dir, 'bundle.js'), 'utf8');
    const entry = join(dir, 'entry.js');
    writeFileSync(entry, `${bundle}\n${main.replace(`require('RANDSTR_BUNDLE')`, 'bundled')}`);
    const blob = join(dir, 'snapshot.blob');
    const made = await runFile(file, ['--snapshot-blob', blob, '--build-snapshot', entry]);
    expect(made).toMatchObject({ code: 0 });
    const starts = [];
    for (let i = 0; i < 3; i++) {
      const { stdout, stderr } = await runFile(file, ['--snapshot-blob', blob]);
      expect(stderr).toBe('');
      starts.push(...stdout.trim().split('\n'));
    }
    expect(starts).toHaveLength(12);
    expect(new Set(starts).size).toBe(12);
  });
});
