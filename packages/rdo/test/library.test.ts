import { Readable, PassThrough } from 'node:stream';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { connect, loadTarget, run } from '../src/index.ts';

async function local() {
  const root = tempDir();
  writeTree(root, { '.rdo.conf': 'driver = local\n' });
  mkdirSync(`${root}/sub`);
  return loadTarget({ cwd: root, env: process.env });
}

describe('library', () => {
  it('runs a command and gives back what it wrote', async () => {
    const target = await local();
    const result = await run(target, ['sh', '-c', 'pwd; echo "$GIVEN" >&2; exit 3'], {
      cwd: `${target.cwd}/sub`,
      env: { GIVEN: 'value' },
    });
    expect(result.outcome).toEqual({ kind: 'exit', code: 3 });
    expect(String(result.stdout)).toBe(`${target.cwd}/sub\n`);
    expect(String(result.stderr)).toBe('value\n');
  });

  it('takes streams', async () => {
    const stdout = new PassThrough();
    const chunks: Buffer[] = [];
    stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const stdin = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    const { outcome } = await run(await local(), ['cat'], { stdin, stdout });
    expect([outcome, Buffer.concat(chunks).toString()]).toEqual([
      { kind: 'exit', code: 0 },
      'one two',
    ]);
  });

  it('gives up when told', async () => {
    const signal = AbortSignal.timeout(300);
    const { outcome } = await run(await local(), ['sleep', '30'], { signal });
    expect(outcome.kind).not.toBe('exit');
  });

  it('says why a command never began', async () => {
    const { outcome } = await run(await local(), ['no-such-program']);
    expect(outcome).toMatchObject({ kind: 'not-started', error: { code: 'PROGRAM_NOT_FOUND' } });
  });

  it('runs many commands over one connection', async () => {
    const connection = await connect(await local());
    const results = await Promise.all(
      [1, 2, 3].map((code) =>
        connection.run(['sh', '-c', `cat; exit ${code}`], { stdin: Readable.from([`in ${code}`]) }),
      ),
    );
    await connection.close();
    expect(results.map(({ outcome, stdout }) => [outcome, String(stdout)])).toEqual(
      [1, 2, 3].map((code) => [{ kind: 'exit', code }, `in ${code}`]),
    );
  });
});
