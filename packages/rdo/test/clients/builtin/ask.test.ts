import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey, startEmbedded, writeKey, type EmbeddedServer } from '@nearhand/lab';
import { binFile, openTerminal, runBin, tempDir, type Terminal } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const key = makeKey('ed25519', 'open sesame');

/** What the built-in client asks, at a real terminal. */
describe('at a terminal, the built-in client', () => {
  let byKey: EmbeddedServer;
  let byPassword: EmbeddedServer;
  beforeAll(async () => {
    byKey = await startEmbedded({ authorized: [key.public] });
    byPassword = await startEmbedded({ key: false, password: 'pass word' });
  });
  afterAll(async () => {
    await byKey.stop();
    await byPassword.stop();
  });

  /** A project whose machine is `server`, and a home that knows its host key, or not. */
  function project(
    server: EmbeddedServer,
    options: { known: boolean; ident?: string; config?: string },
  ) {
    const home = tempDir();
    mkdirSync(join(home, '.ssh'), { mode: 0o700 });
    if (options.known)
      writeFileSync(join(home, '.ssh/known_hosts'), readFileSync(server.knownHosts));
    writeFileSync(join(home, '.ssh/config'), options.config ?? '');
    const lines = [
      'driver = ssh',
      'client = builtin',
      `host = ${server.host}`,
      `port = ${server.port}`,
      'user = demo',
      `directory = ${server.home}`,
      ...(options.ident ? [`ident = ${options.ident}`] : []),
    ];
    writeFileSync(join(home, '.rdo.conf'), `${lines.join('\n')}\n`);
    const env = { ...process.env, HOME: home, SSH_AUTH_SOCK: '', TERM: 'xterm' };
    return { home, env };
  }

  function open(
    { home, env }: { home: string; env: NodeJS.ProcessEnv },
    ...words: string[]
  ): Terminal {
    return openTerminal([process.execPath, binFile('rdo'), ...words], { cwd: home, env });
  }

  it('asks for a passphrase without showing it, again when it was wrong, and then runs', async () => {
    const file = join(tempDir(), 'key');
    writeKey(file, key);
    const terminal = open(
      project(byKey, { known: true, ident: file }),
      'sh',
      '-c',
      'echo ran; exit 7',
    );
    await terminal.waitFor(`Passphrase for ${file}: `);
    terminal.send('wrong\r');
    await terminal.waitFor(`Passphrase for ${file}: `);
    // Typed with a slip that is taken back, and one line begun anew.
    terminal.send('nonsense\u0015open sesamx\u007fe\r');
    await terminal.waitFor('ran\r\n');
    expect(await terminal.ended).toBe(7);
    expect(terminal.output()).not.toMatch(/sesam|wrong/);
  });

  it('asks for a password where the server wants one', async () => {
    const terminal = open(project(byPassword, { known: true }), 'echo', 'ran');
    await terminal.waitFor('Password: ');
    terminal.send('no\r');
    await terminal.waitFor('Password: ');
    terminal.send('pass word\r');
    await terminal.waitFor('ran\r\n');
    expect(await terminal.ended).toBe(0);
    expect(terminal.output()).not.toContain('pass word');
  });

  it('asks about an unknown host key, and keeps the answer', async () => {
    const file = join(tempDir(), 'key');
    const pair = readFileSync(byKey.identity, 'utf8');
    writeFileSync(file, pair, { mode: 0o600 });
    const place = project(byKey, { known: false, ident: file });
    const first = open(place, 'echo', 'ran');
    await first.waitFor(/ED25519 SHA256:\S+\.\r\n/);
    first.send('perhaps\r');
    await first.waitFor("type 'yes'");
    first.send('yes\r');
    await first.waitFor('ran\r\n');
    expect(await first.ended).toBe(0);
    const second = open(place, 'echo', 'ran again');
    await second.waitFor('ran again\r\n');
    expect(second.output()).not.toContain('SHA256');
  });

  it('takes no for an answer, and Ctrl-C too, and keeps nothing', async () => {
    const place = project(byKey, { known: false, ident: byKey.identity });
    for (const answer of ['no\r', '\u0003']) {
      const terminal = open(place, 'echo', 'ran');
      await terminal.waitFor('(yes, no, or the fingerprint');
      terminal.send(answer);
      expect(await terminal.ended).toBe(125);
      expect(terminal.output()).not.toMatch(/^ran/m);
    }
    expect(existsSync(join(place.home, '.ssh/known_hosts'))).toBe(false);
  });

  it('asks nothing where nobody sits, or where BatchMode says so', async () => {
    const place = project(byKey, { known: false, ident: byKey.identity });
    const result = await runBin('rdo', ['echo', 'ran'], { cwd: place.home, env: place.env });
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/rdo: the host key of \[127\.0\.0\.1\]:\d+ is not known/);
    expect(result.stderr).toMatch(/ssh-keyscan -p \d+ 127\.0\.0\.1/);
    const batch = project(byPassword, { known: true, config: 'BatchMode yes\n' });
    const terminal = open(batch, 'echo', 'ran');
    expect(await terminal.ended).toBe(125);
    expect(terminal.output()).toContain('BatchMode');
  });
});
