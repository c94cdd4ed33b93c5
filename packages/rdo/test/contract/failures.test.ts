import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeKey, writeKey, type Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { runFile } from '@nearhand/test-kit';
import { rdo, startRdo, type Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

/** What can go wrong between here and there, with OpenSSH. */
describe.skipIf(!needSshd().met)('OpenSSH fails', () => {
  const undo: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const each of undo.splice(0).reverse()) await each();
  });
  const start = async (config: readonly string[] = [], extra = ''): Promise<[Sshd, Machine]> => {
    const sshd = await startSshd({ config });
    const machine = sshMachine(sshd, 'plain', { client: 'openssh', extra });
    undo.push(
      () => sshd.stop(),
      () => machine.stop(),
    );
    return [sshd, machine];
  };

  it('in the phase auth, and says what to check', async () => {
    const [sshd, machine] = await start();
    writeKey(join(sshd.dir, 'other'), makeKey());
    const config = `driver = ssh\nhost = lab-plain\ndirectory = /\nident = ${sshd.dir}/other\n`;
    writeFileSync(join(machine.root, '.rdo.conf'), config);
    // The lab's own configuration offers the right key: without it.
    const plain = `${config}host = ${sshd.host}\n`.replace('host = lab-plain\n', '');
    writeFileSync(join(machine.root, '.rdo.conf'), `${plain}port = ${sshd.port}\nuser = nobody\n`);
    const result = await rdo(machine, ['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/permission denied/i);
    expect(result.stderr).toContain('Check `user` and `ident`');
    const missing = `${plain}port = ${sshd.port}\n`.replace('/other\n', '/none\n');
    writeFileSync(join(machine.root, '.rdo.conf'), missing);
    expect((await rdo(machine, ['true'])).stderr).toMatch(/^ {2}.*\/none.*no such file/im);
    // It can't ask for the passphrase, and says nothing of it.
    await runFile('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'secret', '-f', `${sshd.dir}/other`]);
    writeFileSync(join(machine.root, '.rdo.conf'), `${plain}port = ${sshd.port}\n`);
    expect((await rdo(machine, ['true'])).stderr).toContain(
      `${sshd.dir}/other is encrypted: load it into the agent first, ssh-add ${sshd.dir}/other`,
    );
  });

  it('in the phase host key, when it is not known, and says how to accept it', async () => {
    const [sshd, machine] = await start();
    const { port } = sshd;
    const config = `driver = ssh\nhost = localhost\nport = ${port}\ndirectory = /\n`;
    writeFileSync(join(machine.root, '.rdo.conf'), config);
    expect(await rdo(machine, ['true'])).toMatchObject({
      code: 125,
      stdout: '',
      stderr: expect.stringMatching(
        `^rdo: .*[Hh]ost key.*\n  See the key and accept it, once: ssh -p ${port} localhost\n$`,
      ),
    });
  });

  it('in the phase host key, when another machine answers', async () => {
    const [sshd, machine] = await start();
    sshd.kill();
    await sshd.start({ newHostKey: true });
    const result = await rdo(machine, ['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(
      /^rdo: the host key of \S+ has changed\n {2}It showed \S+ SHA256:\S+\.\n.*\n.*remove the old key: ssh-keygen .*-R /,
    );
  });

  it('and says so when the connection breaks while the command runs', async () => {
    const [sshd, machine] = await start();
    const child = startRdo(machine, ['sh', '-c', 'echo ready; sleep 30']);
    let errors = '';
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout!.once('data', () => sshd.drop());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(125);
    expect(errors).toMatch(/connection was lost/);
  });

  it('over a dead shared connection, and goes on over a new one', async () => {
    const [sshd, machine] = await start();
    expect(await rdo(machine, ['echo', 'one'])).toMatchObject({ code: 0, stdout: 'one\n' });
    sshd.drop();
    expect(await rdo(machine, ['cat'], { input: 'two\n' })).toMatchObject({
      code: 0,
      stdout: 'two\n',
    });
    expect(sshd.connections().length).toBeGreaterThan(0);
  });

  it('to get a second session on one connection, and connects anew', async () => {
    const [, machine] = await start(['MaxSessions 1']);
    for (let i = 0; i < 2; i += 1) {
      const result = await rdo(machine, ['sh', '-c', 'cat; exit 4'], { input: 'in\n' });
      expect(result).toMatchObject({ code: 4, stdout: 'in\n', stderr: '' });
    }
  });

  it('in the phase connect, when something else answers', async () => {
    const [, machine] = await start();
    const server = createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.push(async () => void server.close());
    const { port } = server.address() as { port: number };
    const config = `driver = ssh\nhost = 127.0.0.1\nport = ${port}\ndirectory = /\n`;
    writeFileSync(join(machine.root, '.rdo.conf'), config);
    const result = await rdo(machine, ['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain('Check that the machine runs');
  });

  it('to let that user into the folder, and names another way', async () => {
    const [, machine] = await start();
    const text = readFileSync(join(machine.root, '.rdo.conf'), 'utf8');
    writeFileSync(
      join(machine.root, '.rdo.conf'),
      text.replace(/^directory = .*/m, 'directory = /root'),
    );
    const result = await rdo(machine, ['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(/\/root cannot be entered there.*\n {2}.*use_sudo/);
  });

  it('where a login shell lets nobody run anything', async () => {
    const sshd = await startSshd();
    const machine = sshMachine(sshd, 'nologin', { client: 'openssh' });
    undo.push(
      () => sshd.stop(),
      () => machine.stop(),
    );
    const result = await rdo(machine, ['true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toContain('This account is currently not available');
  });
});
