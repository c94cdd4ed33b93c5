import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeKey, startSshd, userName, writeKey, type Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { runFile, tempDir } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ClientIo, SshTarget } from '../../../src/client.ts';
import { createBuiltinClient } from '../../../src/clients/builtin.ts';
import { testIo } from '../../contract/io.ts';

/** What only a real sshd and a real agent can show; the contract suite has the rest. */
describe.skipIf(!needSshd().met)('the built-in client and OpenSSH', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd({ hostKeys: ['rsa', 'ecdsa', 'ed25519'] });
  });
  afterAll(() => sshd?.stop());

  const target = (more: Partial<SshTarget> = {}): SshTarget => ({
    host: sshd.host,
    user: userName('plain'),
    port: sshd.port,
    identityFiles: [sshd.identity],
    options: { UserKnownHostsFile: sshd.knownHosts, IdentitiesOnly: 'yes' },
    flags: [],
    program: 'ssh',
    forwardAgent: false,
    ...more,
  });

  async function run(
    given: SshTarget,
    script: string,
    io: Partial<ClientIo> = {},
  ): Promise<string> {
    const client = createBuiltinClient(given, { ...testIo(), ...io });
    try {
      const argv = ['sh', '-c', script];
      const channel = await client.open({ argv, stdin: 'none', tty: false, role: 'command' });
      channel.stderr!.resume();
      const out = await text(channel.stdout);
      expect(await channel.ended).toEqual({ kind: 'exit', code: 0 });
      return out;
    } finally {
      await client.close();
    }
  }

  /** A real agent that holds the server's key. */
  async function startAgent(): Promise<string> {
    const socket = join(tempDir(), 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    onTestFinished(() => void agent.kill());
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    const add = () => runFile('ssh-add', ['-q', sshd.identity], { env });
    // Exit 2: no agent answers yet.
    while ((await add()).code !== 0) await sleep(20);
    return socket;
  }

  it.each(['rsa', 'ecdsa', 'ed25519'] as const)(
    'knows the host by its %s key alone',
    async (type) => {
      const known = await runFile('ssh-keygen', ['-y', '-f', join(sshd.dir, `host_${type}`)]);
      const file = join(tempDir(), 'known_hosts');
      writeFileSync(file, `[${sshd.host}]:${sshd.port} ${known.stdout}`);
      const options = {
        UserKnownHostsFile: file,
        StrictHostKeyChecking: 'yes',
        IdentitiesOnly: 'yes',
      };
      expect(await run(target({ options }), 'echo ran')).toBe('ran\n');
    },
  );

  it('logs in by the agent, and takes it along when told to', async () => {
    const env = { ...process.env, HOME: tempDir(), SSH_AUTH_SOCK: await startAgent() };
    const options = { UserKnownHostsFile: sshd.knownHosts };
    const given = target({ identityFiles: [], options });
    expect(await run(given, 'echo "${SSH_AUTH_SOCK-none}"', { env })).toBe('none\n');
    const forwarding = { ...given, forwardAgent: true };
    const listed = await run(forwarding, 'ssh-add -L', { env });
    expect(listed).toMatch(/^ssh-ed25519 /);
  });

  it('offers the agent nothing but what IdentitiesOnly names', async () => {
    const env = { ...process.env, HOME: tempDir(), SSH_AUTH_SOCK: await startAgent() };
    const stranger = join(tempDir(), 'stranger');
    writeKey(stranger, makeKey());
    await expect(run(target({ identityFiles: [stranger] }), 'true', { env })).rejects.toMatchObject(
      { phase: 'auth' },
    );
  });

  it('goes through another sshd with ProxyJump', async () => {
    const home = tempDir();
    mkdirSync(join(home, '.ssh'));
    const lines = [
      `Host gate\n  HostName ${sshd.host}\n  Port ${sshd.port}\n  User ${userName('bash')}\n`,
      `Host behind\n  HostName ${sshd.host}\n  Port ${sshd.port}\n  User ${userName('dash')}\n  ProxyJump gate,gate\n`,
      `Host *\n  UserKnownHostsFile ${sshd.knownHosts}\n  IdentityFile ${sshd.identity}\n  IdentitiesOnly yes\n`,
    ];
    writeFileSync(join(home, '.ssh/config'), lines.join(''));
    const given = target({
      host: 'behind',
      user: undefined,
      port: undefined,
      identityFiles: [],
      options: {},
    });
    const out = await run(given, 'id -un; echo $SSH_CONNECTION', {
      env: { ...process.env, HOME: home },
    });
    expect(out).toContain(userName('dash'));
  });

  it('goes on through changes of the session keys', async () => {
    const changing = await startSshd({ config: ['RekeyLimit 512K'] });
    // Nothing is kept, so a second question about the host key would not be answered.
    const options = {
      UserKnownHostsFile: '/dev/null',
      StrictHostKeyChecking: 'no',
      IdentitiesOnly: 'yes',
    };
    const given = target({ port: changing.port, identityFiles: [changing.identity], options });
    const out = await run(given, 'head -c 8000000 /dev/zero | tr "\\0" x');
    expect(out).toHaveLength(8_000_000);
    await changing.stop();
  });

  it('names the phase when sshd lets nobody run anything', async () => {
    const strict = await startSshd({ config: ['MaxSessions 0'] });
    const options = { UserKnownHostsFile: strict.knownHosts, IdentitiesOnly: 'yes' };
    const given = target({ port: strict.port, identityFiles: [strict.identity], options });
    await expect(run(given, 'true')).rejects.toMatchObject({ phase: 'exec', exitCode: 125 });
    await strict.stop();
  });
});
