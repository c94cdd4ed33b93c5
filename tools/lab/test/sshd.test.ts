import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runFile, tempDir } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hostAlias,
  LOGIN_SHELLS,
  makeKey,
  NOISE,
  startSshd,
  userName,
  writeKey,
  type LabUser,
  type Sshd,
} from '../src/index.ts';
import { needSshd } from '../src/need.ts';

describe.skipIf(!needSshd().met)('the sshd', () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd();
  });
  afterAll(() => server.stop());

  const ssh = (user: LabUser, ...words: string[]) =>
    runFile(join(server.bin, 'ssh'), [...words.slice(0, -1), hostAlias(user), ...words.slice(-1)]);

  it.each(LOGIN_SHELLS)(
    'has a user whose login shell is %s, with noise before its output',
    async (shell) => {
      const result = await ssh(shell, 'echo mine');
      expect(result.code).toBe(0);
      expect(result.stdout.startsWith(NOISE.stdout.join('\n'))).toBe(true);
      expect(result.stdout.endsWith('mine\n')).toBe(true);
      expect(result.stderr).toContain(NOISE.stderr.join('\n'));
      expect(result.stderr).toContain('This banner');
    },
  );

  it('has a silent user, and one that may run nothing', async () => {
    expect(await ssh('plain', 'echo mine')).toMatchObject({ code: 0, stdout: 'mine\n' });
    expect(await ssh('nologin', 'echo mine')).toMatchObject({ code: 1 });
  });

  it('takes no other key, and is refused under another host key', async () => {
    const identity = join(tempDir(), 'id');
    writeKey(identity, makeKey());
    const noKey = await runFile('/usr/bin/ssh', sshWords(server, identity));
    expect(noKey).toMatchObject({ code: 255 });
    expect(noKey.stderr).toContain('Permission denied');
    const other = await startSshd();
    try {
      other.kill();
      await other.start({ newHostKey: true });
      const changed = await runFile(join(other.bin, 'ssh'), ['lab-plain', 'true']);
      expect(changed.code).toBe(255);
      expect(changed.stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    } finally {
      await other.stop();
    }
    expect(existsSync(other.dir)).toBe(false);
  });

  it('tells what runs in its sessions, orphans too, and drops connections', async () => {
    const run = ssh('plain', 'exec 0</dev/null >/dev/null 2>&1; trap "" HUP; exec sleep 1234');
    const sleeping = () => server.processes().filter((p) => p.argv.join(' ') === 'sleep 1234');
    while (sleeping().length === 0) await sleep(20);
    server.drop();
    expect((await run).code).toBe(255);
    expect(sleeping()).toHaveLength(1);
    for (const { pid } of sleeping()) process.kill(pid);
    while (sleeping().length > 0) await sleep(20);
    expect(await ssh('plain', 'echo again')).toMatchObject({ stdout: 'again\n' });
  });

  it('can be killed and started again on its port', async () => {
    server.kill();
    const refused = await ssh('plain', 'true');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain('refused');
    await server.start();
    expect(await ssh('plain', 'echo again')).toMatchObject({ code: 0, stdout: 'again\n' });
  });

  it('ends with the process that started it, even when that one is killed', async () => {
    const source = new URL('../src/index.ts', import.meta.url).href;
    const script = `
      const { startSshd } = await import(${JSON.stringify(source)});
      const server = await startSshd();
      console.log(server.dir, server.port);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const [dir, port] = line.toString().trim().split(' ') as [string, string];
    const client = spawn(
      '/usr/bin/ssh',
      ['-F', join(dir, 'ssh_config'), 'lab-plain', 'sleep 1234'],
      {
        stdio: 'ignore',
      },
    );
    const disconnected = once(client, 'exit');
    owner.kill('SIGKILL');
    while (existsSync(dir)) await sleep(20);
    await disconnected;
    const socket = connect(Number(port), '127.0.0.1');
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

/** Words for the system's ssh that know the server and offer just `identity`. */
function sshWords(server: Sshd, identity: string): string[] {
  const options = [
    'IdentitiesOnly=yes',
    `UserKnownHostsFile=${server.knownHosts}`,
    'BatchMode=yes',
  ];
  const words = options.flatMap((option) => ['-o', option]);
  const target = `${userName('plain')}@${server.host}`;
  return ['-F', 'none', '-i', identity, '-p', String(server.port), ...words, target, 'true'];
}
