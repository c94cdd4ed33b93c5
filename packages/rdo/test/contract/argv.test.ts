import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGIN_SHELLS, startSshd, userName, type Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import type { Client } from '../../src/client.ts';
import { createOpensshClient } from '../../src/clients/openssh.ts';
import { startSession } from '../../src/session.ts';
import { testIo } from './io.ts';

const WORDS = 550;
const PER_COMMAND = 25;

// Bytes that some shell reads in its own way come as often as all others.
const byte = fc.oneof(
  fc.integer({ min: 1, max: 255 }),
  fc.constantFrom(...Buffer.from('\'"\\!$`*?[]{}()<>|&;#~ \n\t\r=%-^@:,.0179azAZ')),
  fc.constantFrom(0x80, 0xbf, 0xc0, 0xe2, 0xff, 0x1e, 0x1f, 0x7f),
);
const word = fc
  .uint8Array({ maxLength: 24 })
  .chain((seed) =>
    fc
      .array(byte, { minLength: seed.length, maxLength: seed.length })
      .map((bytes) => Buffer.from(bytes)),
  );

/** Random argv of random bytes comes back unchanged, through each login shell. */
describe.skipIf(!needSshd().met)('argv', () => {
  let sshd: Sshd;
  const clients: Client[] = [];
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await sshd?.stop();
  });

  it.each(LOGIN_SHELLS)(`${WORDS} through %s`, async (shell) => {
    const io = testIo();
    const client = createOpensshClient(
      {
        host: sshd.host,
        user: userName(shell),
        port: sshd.port,
        identityFiles: [sshd.identity],
        options: { UserKnownHostsFile: sshd.knownHosts, IdentitiesOnly: 'yes' },
        flags: [],
        program: 'ssh',
        forwardAgent: false,
      },
      io,
    );
    clients.push(client);
    const echo = async (argv: readonly Buffer[]): Promise<Buffer[]> => {
      const stdout = new PassThrough();
      const chunks: Buffer[] = [];
      stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      const session = startSession(
        client,
        {
          // `printf` of the shell there would do the same; a program of its own can't be taken for it.
          argv: [Buffer.from('/usr/bin/printf'), Buffer.from('%s\\0'), ...argv],
          directory: Buffer.from('/'),
          environment: [],
          tty: false,
          stdin: 'none',
          detach: false,
          wrap: [],
        },
        { stdout, stderr: new PassThrough().resume() },
      );
      expect(await session.outcome).toEqual({ kind: 'exit', code: 0 });
      const text = Buffer.concat(chunks).toString('latin1').split('\0').slice(0, -1);
      return text.map((each) => Buffer.from(each, 'latin1'));
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: PER_COMMAND, maxLength: PER_COMMAND }),
        async (argv) => {
          const hex = (words: readonly Buffer[]) => words.map((bytes) => bytes.toString('hex'));
          expect(hex(await echo(argv))).toEqual(hex(argv));
        },
      ),
      { numRuns: WORDS / PER_COMMAND, endOnFailure: true },
    );
  });
});
