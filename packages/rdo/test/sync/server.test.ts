import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { need } from '@nearhand/test-kit';
import { createProcessClient } from '../../src/clients/process.ts';
import type { Client } from '../../src/client.ts';
import type { Plan } from '../../src/plan.ts';
import { startServer, type Server } from '../../src/sync/server.ts';
import { testIo } from '../contract/io.ts';

/** What the server waits for is the end of its stdin, which comes from the rsync here. */
describe.skipIf(!need('rsync', 'apt-get install rsync', 'rsync').met)('the server', () => {
  const start = (
    questions: PassThrough,
    gate: Promise<void> = Promise.resolve(),
  ): { readonly server: Server; readonly got: () => string } => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'rdo-server-')));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const local = createProcessClient({
      name: 'local',
      io: testIo(),
      command: ({ argv: [program = 'sh', ...words] }) => [program, ...words],
    });
    const client: Client = {
      ...local,
      async open(request) {
        await gate;
        return local.open(request);
      },
    };
    const context = {
      client,
      plan: { directory, sudo: false } as Plan,
      sync: { root: directory, directory, exclude: [], pull: [], compress: false },
      io: testIo(),
      signal: new AbortController().signal,
      warn: () => {},
    };
    const argv = ['sh', '-c', 'cat >got; echo end >>got'].map((word) => Buffer.from(word));
    const answers = new PassThrough().resume();
    const server = startServer(context, { argv, mark: undefined, questions, answers });
    return { server, got: () => readFileSync(join(directory, 'got'), 'utf8') };
  };

  it('ends when the rsync here has said its last word', async () => {
    const questions = new PassThrough();
    const { server, got } = start(questions);
    questions.end('words');
    expect(await server.outcome).toEqual({ kind: 'exit', code: 0 });
    expect(got()).toBe('wordsend\n');
  });

  it('ends when the rsync here is gone, and nobody reads what it said', async () => {
    const questions = new PassThrough();
    const { server, got } = start(questions);
    questions.write('words');
    while (!server.session.started()) await new Promise((resolve) => setTimeout(resolve, 5));
    // There is a `close`, and no `end`.
    questions.destroy();
    expect(await server.outcome).toEqual({ kind: 'exit', code: 0 });
    expect(got()).toBe('wordsend\n');
  });

  it('ends when the rsync here was gone before the server came up', async () => {
    const questions = new PassThrough();
    let open!: () => void;
    const { server, got } = start(questions, new Promise((resolve) => (open = resolve)));
    questions.write('words');
    await new Promise((resolve) => setImmediate(resolve));
    questions.destroy();
    await new Promise((resolve) => questions.once('close', resolve));
    open();
    expect(await server.outcome).toEqual({ kind: 'exit', code: 0 });
    expect(got()).toBe('wordsend\n');
  });
});
