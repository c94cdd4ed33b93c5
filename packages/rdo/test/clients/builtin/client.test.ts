import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { makeKey, startEmbedded, writeKey, type EmbeddedServer } from '@nearhand/lab';
import { tempDir } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, ClientIo, SshTarget } from '../../../src/client.ts';
import { createBuiltinClient } from '../../../src/clients/builtin.ts';

let server: EmbeddedServer;
beforeAll(async () => {
  server = await startEmbedded();
});
afterAll(() => server.stop());

/** A home whose ~/.ssh/config reaches the server as `machine`. */
function homeFor(reached: Pick<EmbeddedServer, 'port'>, more = ''): string {
  const home = tempDir();
  mkdirSync(join(home, '.ssh'));
  const lines = [
    `UserKnownHostsFile ${server.knownHosts}`,
    `IdentityFile ${server.identity}`,
    'IdentitiesOnly yes',
  ];
  const machine = ['HostName 127.0.0.1', `Port ${reached.port}`, 'User demo'];
  writeFileSync(
    join(home, '.ssh/config'),
    `${more}\nHost machine\n${machine.map((line) => `  ${line}\n`).join('')}Host *\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );
  return home;
}

const target: SshTarget = {
  host: 'machine',
  user: undefined,
  port: undefined,
  identityFiles: [],
  options: {},
  flags: [],
  program: 'ssh',
  forwardAgent: false,
};

function ioFor(home: string, more: Partial<ClientIo> = {}): ClientIo & { stdin: PassThrough } {
  return {
    env: { HOME: home },
    cwd: home,
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    isTerminal: () => false,
    ownDescriptors: false,
    ...more,
  } as ClientIo & { stdin: PassThrough };
}

const sh = (script: string) => ({
  argv: ['sh', '-c', script],
  stdin: 'none' as const,
  tty: false,
  role: 'command' as const,
});

async function collected(channel: Channel) {
  const [stdout, stderr, end] = await Promise.all([
    text(channel.stdout),
    channel.stderr ? text(channel.stderr) : '',
    channel.ended,
  ]);
  return { stdout, stderr, end };
}

/** Runs one command at the end of a fresh connection. */
async function once(home: string, script: string, given: Partial<SshTarget> = {}) {
  const client = createBuiltinClient({ ...target, ...given }, ioFor(home));
  try {
    return await collected(await client.open(sh(script)));
  } finally {
    await client.close();
  }
}

describe('the built-in client', () => {
  it('runs a command, its streams apart, and tells its end', async () => {
    expect(await once(homeFor(server), 'echo out; echo err >&2; exit 255')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      end: { kind: 'exit', code: 255 },
    });
  });

  it('tells the signal that ended a command', async () => {
    const { end } = await once(homeFor(server), 'kill -TERM $$');
    expect(end).toMatchObject({ kind: 'signal', signal: expect.stringMatching(/^(SIG)?TERM$/) });
  });

  it('opens several channels of one connection at once', async () => {
    const client = createBuiltinClient(target, ioFor(homeFor(server)));
    const runs = await Promise.all(
      [1, 2, 3].map(async (n) => collected(await client.open(sh(`echo $PPID; exit ${n}`)))),
    );
    expect(runs.map(({ end }) => end)).toEqual([1, 2, 3].map((code) => ({ kind: 'exit', code })));
    await client.close();
  });

  it('passes on what stdin brings, its end too, and megabytes of it', async () => {
    const io = ioFor(homeFor(server));
    const client = createBuiltinClient(target, io);
    const channel = await client.open({ ...sh('cat'), stdin: 'inherit' });
    const block = Buffer.alloc(1 << 20, 'abc\0\n');
    let received = 0;
    channel.stdout.on('data', (chunk: Buffer) => (received += chunk.length));
    channel.stderr!.resume();
    for (let i = 0; i < 24; i += 1) {
      if (!io.stdin.write(block)) await new Promise((resolve) => io.stdin.once('drain', resolve));
    }
    io.stdin.end();
    expect(await channel.ended).toEqual({ kind: 'exit', code: 0 });
    expect(received).toBe(24 << 20);
    await client.close();
  });

  it('holds back a command whose output nobody reads', async () => {
    const client = createBuiltinClient(target, ioFor(homeFor(server)));
    const endless =
      'n=0; while :; do head -c 65536 /dev/zero || exit; n=$((n+1)); echo $n >"$0"; done';
    const progress = join(tempDir(), 'progress');
    const channel = await client.open({ ...sh(''), argv: ['sh', '-c', endless, progress] });
    let last = -1;
    // It stands still at last: no more than the windows and the pipes hold was written.
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      const now = Number(tryRead(progress));
      if (now === last && now > 0) break;
      last = now;
    }
    expect(last * 65_536).toBeLessThan(16 << 20);
    channel.destroy();
    await channel.ended;
    await client.close();
  });

  it('lets one output go without the other, and ends a writer that goes on for ever', async () => {
    const client = createBuiltinClient(target, ioFor(homeFor(server)));
    const quiet = await client.open(sh('echo unread; sleep 0.2; echo read >&2; exit 3'));
    quiet.stdout.destroy();
    expect(await text(quiet.stderr!)).toBe('read\n');
    expect(await quiet.ended).toEqual({ kind: 'exit', code: 3 });
    const noisy = await client.open(sh('exec yes'));
    noisy.stderr!.resume();
    noisy.stdout.once('data', () => noisy.stdout.destroy());
    expect(await noisy.ended).toEqual({ kind: 'exit', code: 141 });
    await client.close();
  });

  it('gives a pipe that a caller writes to, and that survives the end of the command', async () => {
    const client = createBuiltinClient(target, ioFor(homeFor(server)));
    const channel = await client.open({ ...sh('head -n 1'), stdin: 'pipe' });
    channel.stdin!.on('error', () => {});
    channel.stdin!.write('one\ntwo\n');
    expect(await collected(channel)).toMatchObject({
      stdout: 'one\n',
      end: { kind: 'exit', code: 0 },
    });
    channel.stdin!.write('three\n');
    await client.close();
  });

  it('allocates a terminal of the size of ours, and puts ours back', async () => {
    const raw: boolean[] = [];
    const stdin = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) });
    const stdout = Object.assign(new PassThrough(), { columns: 91, rows: 33 });
    const io = ioFor(homeFor(server), { stdin, stdout, isTerminal: () => true });
    const client = createBuiltinClient(target, io);
    const script =
      'stty size; until [ "$(stty size)" = "44 101" ]; do sleep 0.02; done; echo resized';
    const channel = await client.open({ ...sh(script), stdin: 'inherit', tty: true });
    let screen = '';
    channel.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString();
      if (!screen.includes('33 91')) return;
      Object.assign(stdout, { columns: 101, rows: 44 });
      stdout.emit('resize');
    });
    expect(await channel.ended).toEqual({ kind: 'exit', code: 0 });
    expect(screen).toBe('33 91\r\nresized\r\n');
    expect(raw).toEqual([true, false]);
    expect(channel.stderr).toBeUndefined();
    await client.close();
  });

  it('tells a connection that breaks from a command that ends', async () => {
    const own = await startEmbedded();
    appendFileSync(server.knownHosts, readFileSync(own.knownHosts));
    const client = createBuiltinClient(
      { ...target, identityFiles: [own.identity] },
      ioFor(homeFor(own)),
    );
    const channel = await client.open(sh('echo started; sleep 60'));
    channel.stderr!.resume();
    await new Promise((resolve) => channel.stdout.once('data', resolve));
    channel.stdout.resume();
    own.drop();
    const end = await channel.ended;
    expect(end).toMatchObject({ kind: 'lost', error: { phase: 'connect', exitCode: 125 } });
    await expect(client.open(sh('true'))).rejects.toMatchObject({ phase: 'connect' });
    await client.close();
    await own.stop();
  });

  it('reaches a host behind another one, and by a command', async () => {
    const gate = await startEmbedded({ forwarding: true });
    appendFileSync(server.knownHosts, readFileSync(gate.knownHosts));
    const nc = `${process.execPath} -e "const s=require('net').connect(%p,'%h');process.stdin.pipe(s).pipe(process.stdout)"`;
    const hosts = [
      `Host gate\n  HostName 127.0.0.1\n  Port ${gate.port}\n  User demo\n  IdentityFile ${gate.identity}`,
      `Host machine\n  ProxyJump gate`,
      `Host by-command\n  HostName 127.0.0.1\n  Port ${server.port}\n  User demo\n  ProxyCommand ${nc}`,
    ];
    const home = homeFor(server, hosts.join('\n'));
    expect(await once(home, 'echo $NEARHAND_LAB')).toMatchObject({
      end: { kind: 'exit', code: 0 },
    });
    expect(gate.forwarded()).toBe(1);
    expect(await once(home, 'echo there', { host: 'by-command' })).toMatchObject({
      stdout: 'there\n',
    });
    await gate.stop();
  });
});

describe('the built-in client fails', () => {
  const failure = (home: string, given: Partial<SshTarget> = {}) =>
    once(home, 'echo must not run', given).then(
      (result) => {
        throw new Error(`it ran: ${JSON.stringify(result)}`);
      },
      (error: Error) => error,
    );

  it('in the phase resolve for a name without an address', async () => {
    const error = await failure(homeFor(server), { host: 'no-such-host.invalid' });
    expect(error).toMatchObject({ phase: 'resolve', exitCode: 125, hint: expect.any(String) });
  });

  it('in the phase connect where nothing listens, or nothing speaks SSH', async () => {
    const other = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await failure(homeFor(server), { port })).toMatchObject({ phase: 'connect' });
    await new Promise((resolve) => other.close(resolve));
    const refused = await failure(homeFor(server), { port });
    expect(refused).toMatchObject({
      phase: 'connect',
      message: expect.stringMatching(/nothing listens/),
    });
  });

  it.each([
    ['unknown', '/dev/null', 'yes', /not known/],
    ['unknown, with nobody to ask', '/dev/null', 'ask', /not known/],
    ['changed', 'other', 'ask', /is not the one in .*:1/],
    ['changed, however lax the settings', 'other', 'no', /is not the one in .*:1/],
    ['revoked', 'revoked', 'no', /revoked/],
    ['vouched for by an authority alone', 'authority', 'yes', /certificate authority/],
  ])('in the phase host key when it is %s', async (_what, known, strict, message) => {
    const dir = tempDir();
    const name = `[127.0.0.1]:${server.port}`;
    const own = readFileSync(server.knownHosts, 'utf8')
      .trim()
      .split(' ')
      .slice(1)
      .join(' ')
      .split('\n')[0]!;
    const lines: Record<string, string> = {
      other: `${name} ${makeKey().public}`,
      revoked: `@revoked * ${own}`,
      authority: `@cert-authority ${name} ${makeKey().public}`,
    };
    const file = known.startsWith('/') ? known : join(dir, known);
    if (lines[known]) writeFileSync(file, `${lines[known]}\n`);
    const options = { UserKnownHostsFile: file, StrictHostKeyChecking: strict };
    const error = await failure(homeFor(server), { options });
    expect(error).toMatchObject({
      phase: 'host key',
      exitCode: 125,
      message: expect.stringMatching(message),
    });
  });

  it('never takes down a host that it may take down more than once', async () => {
    const file = join(tempDir(), 'dir', 'known_hosts');
    const options = {
      UserKnownHostsFile: file,
      StrictHostKeyChecking: 'accept-new',
      HashKnownHosts: 'yes',
    };
    expect(await once(homeFor(server), 'true', { options })).toMatchObject({ end: { code: 0 } });
    const first = readFileSync(file, 'utf8');
    expect(first).toMatch(/^\|1\|/);
    expect(await once(homeFor(server), 'true', { options })).toMatchObject({ end: { code: 0 } });
    expect(readFileSync(file, 'utf8')).toBe(first);
  });

  it('in the phase auth, saying what was wrong with each key', async () => {
    const dir = tempDir();
    writeKey(join(dir, 'stranger'), makeKey());
    writeKey(join(dir, 'open'), makeKey());
    chmodSync(join(dir, 'open'), 0o644);
    writeFileSync(join(dir, 'garbage'), 'not a key', { mode: 0o600 });
    const identityFiles = ['missing', 'open', 'garbage', 'stranger'].map((name) => join(dir, name));
    const home = homeFor(server);
    writeFileSync(
      join(home, '.ssh/config'),
      readFileSync(join(home, '.ssh/config'), 'utf8').replace(/.*IdentityFile.*\n/, ''),
    );
    const error = (await failure(home, { identityFiles })) as Error & { hint: string };
    expect(error).toMatchObject({ phase: 'auth', message: 'demo@machine did not let us in' });
    expect(error.hint).toMatch(/missing: there is no such file/);
    expect(error.hint).toMatch(/open: others can read it/);
    expect(error.hint).toMatch(/garbage: /);
    expect(error.hint).toMatch(/One key was offered/);
  });

  it('in the phase auth for an encrypted key that the server would take, with nobody to ask', async () => {
    const key = makeKey('ed25519', 'open sesame');
    const own = await startEmbedded({ authorized: [key.public] });
    appendFileSync(server.knownHosts, readFileSync(own.knownHosts));
    const file = join(tempDir(), 'encrypted');
    writeKey(file, key);
    const error = await failure(homeFor(own), { identityFiles: [file] });
    expect(error).toMatchObject({
      phase: 'auth',
      hint: expect.stringMatching(/encrypted, and there is no terminal/),
    });
    await own.stop();
  });

  it('when it is told to stop', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const abort = new AbortController();
    const client = createBuiltinClient(
      { ...target, port },
      ioFor(homeFor(server), { signal: abort.signal }),
    );
    const opening = client.open(sh('true'));
    silent.once('connection', () => abort.abort());
    await expect(opening).rejects.toMatchObject({ phase: 'connect' });
    await client.close();
    silent.close();
  });
});

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
