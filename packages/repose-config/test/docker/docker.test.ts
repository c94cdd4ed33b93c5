import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDocker } from '@nearhand/lab';
import { needDocker } from '@nearhand/lab/need';
import { binFile, runBin, runFile, tempDir } from '@nearhand/test-kit';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const STAND_IN = 'repose-config-test/stand-in:latest';

function body(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.once('end', () => resolve(text));
    }).once('error', reject);
  });
}

describe.skipIf(!needDocker().met)('Docker', () => {
  beforeAll(async () => {
    const base = await ensureDocker();
    const context = fileURLToPath(new URL('../fixtures/stand-in', import.meta.url));
    const words = ['build', '--tag', STAND_IN, '--build-arg', `BASE=${base}`, context];
    const built = await runFile('docker', words, { timeout: 60_000 });
    if (built.code !== 0) throw new Error(built.stderr);
  }, 300_000);

  /** A default folder, whose container is gone after the test. */
  async function begin(): Promise<{
    dir: string;
    rc: (...words: string[]) => ReturnType<typeof runBin>;
  }> {
    const cwd = tempDir();
    const rc = (...words: string[]) => runBin('repose-config', words, { cwd, timeout: 60_000 });
    expect((await rc('init', 'conf, of mine')).code).toBe(0);
    onTestFinished(async () => void (await rc('down', 'conf, of mine')));
    return { dir: join(cwd, 'conf, of mine'), rc };
  }
  const FOLDER = 'conf, of mine';
  const up = ['up', FOLDER, '--image', STAND_IN, '--port', '0'];

  test('up, status, logs, restart, down: by the folder', async () => {
    const { dir, rc } = await begin();
    const started = await rc(...up, '--env', 'GREETING=hello there');
    expect(started).toMatchObject({ code: 0 });
    expect(started.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
    const url = started.stdout.trim();
    expect(started.stderr).toContain(`ready: curl -i ${url}\n`);
    expect(await body(url)).toBe(readFileSync(join(dir, 'container.cfg.xml'), 'utf8'));

    const again = await rc(...up, '--env', 'GREETING=hello there');
    expect(again).toMatchObject({ code: 0, stdout: started.stdout });
    expect(again.stderr).toContain('it runs already');

    const { stdout } = await rc('status', FOLDER, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'running', ready: true, urls: [url] });
    expect((await rc('logs', FOLDER)).stdout).toBe(
      'INFO starting (hello there)\nINFO node1 -- Repose ready\n',
    );
    expect(await rc('restart', FOLDER)).toMatchObject({ code: 0 });
    expect((await rc('logs', FOLDER, '--tail', '2')).stdout).toContain('Repose ready');
    expect(await rc('down', FOLDER)).toMatchObject({ code: 0, stdout: '' });
    expect(await rc('status', FOLDER)).toMatchObject({ code: 1, stdout: 'absent\n' });
    expect((await rc('down', FOLDER)).code).toBe(0);
  }, 60_000);

  test('a start that fails, or takes too long, says why', async () => {
    const { rc } = await begin();
    const failed = await rc(...up, '--env', 'STAND_IN=fail');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('ended with exit status 7');
    expect(failed.stderr).toContain('ERROR BindException: something is wrong');

    const slow = await rc(...up, '--env', 'STAND_IN=slow', '--timeout', '0.5');
    expect(slow).toMatchObject({ code: 1, stdout: '' });
    expect(slow.stderr).toContain('Repose was not ready after 0.5 s');
    expect((await rc('status', FOLDER)).stdout).toContain('running, not ready yet');
  }, 60_000);

  test('a signal while it waits leaves the container', async () => {
    const { dir, rc } = await begin();
    const child = spawn(
      process.execPath,
      [binFile('repose-config'), ...up, '--env', 'STAND_IN=slow'],
      { cwd: join(dir, '..'), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stderr, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
    expect((await rc('status', FOLDER)).stdout).toContain('not ready yet');
  }, 60_000);

  test('a port that is taken leaves no container behind', async () => {
    const { rc } = await begin();
    const { rc: other } = await begin();
    const first = await rc(...up);
    const { port } = new URL(first.stdout.trim());
    const second = await other('up', FOLDER, '--image', STAND_IN, '--port', port);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`something else listens at port ${port}`);
    expect((await other('status', FOLDER)).stdout).toBe('absent\n');
  }, 60_000);

  test('up --build builds what the Dockerfile says, and starts anew when that changes', async () => {
    const { dir, rc } = await begin();
    const build = ['up', FOLDER, '--build', '--port', '0', '--version', 'test'];
    expect((await rc(...build)).stderr).toContain('repose-config init --docker');
    writeFileSync(join(dir, 'Dockerfile'), `FROM ${STAND_IN}\nENV GREETING=one\n`);
    expect((await rc(...build)).code).toBe(0);
    writeFileSync(join(dir, 'Dockerfile'), `FROM ${STAND_IN}\nENV GREETING=two\n`);
    const again = await rc(...build);
    expect(again.code).toBe(0);
    expect(again.stderr).not.toContain('runs already');
    expect((await rc('logs', FOLDER)).stdout).toContain('starting (two)');
  }, 60_000);

  test("the machine of Docker's context gets the ports", async () => {
    const { rc } = await begin();
    const words = ['context', 'create', 'far', '--docker', 'host=ssh://me@far.example'];
    const env = { ...process.env, DOCKER_CONFIG: tempDir() };
    expect(await runFile('docker', words, { env })).toMatchObject({ code: 0 });
    const far = { ...env, DOCKER_CONTEXT: 'far' };
    const cwd = tempDir();
    await runBin('repose-config', ['init'], { cwd });
    const { stdout } = await runBin('repose-config', ['up', '--dry-run'], { cwd, env: far });
    expect(stdout).toContain(' --publish 8080:8080 ');
    expect((await rc('up', FOLDER, '--dry-run')).stdout).toContain('127.0.0.1:8080:8080');
  });

  test('an image that is nowhere offers the preview', async () => {
    const { rc } = await begin();
    const result = await rc('up', FOLDER, '--image', 'localhost:9/no/such:image');
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain(`repose-config preview '${FOLDER}'`);
  }, 60_000);

  test('up --watch judges every change at once; a signal leaves the container', async () => {
    const { dir, rc } = await begin();
    const child = spawn(process.execPath, [binFile('repose-config'), ...up, '--watch'], {
      cwd: join(dir, '..'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const said = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null) throw new Error(`it ended, having said:\n${text}`);
        await Promise.race([once(child.stderr, 'data'), once(child, 'exit')]);
      }
    };
    await said('checks every change of');
    const file = join(dir, 'system-model.cfg.xml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('http-port="8080"', 'http-port="80a"'));
    await said('last good configuration');
    expect(text).toMatch(/conf, of mine\/system-model\.cfg\.xml:\d+:\d+/);
    writeFileSync(file, good);
    await said('the change is right');
    child.kill('SIGINT');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal ?? code).toBe('SIGINT');
    expect(text).toContain('Repose goes on; to end it: repose-config down');
    expect((await rc('status', FOLDER)).stdout).toContain('ready');
  }, 60_000);
});

test('a folder with errors is not started, and Docker is not asked', async () => {
  const cwd = tempDir();
  await runBin('repose-config', ['init'], { cwd });
  writeFileSync(join(cwd, 'container.cfg.xml'), '<repose-container');
  const result = await runBin('repose-config', ['up', '--program', '/nowhere/docker'], { cwd });
  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toContain('container.cfg.xml:1:');
  expect(result.stderr).toContain('the folder has errors');
});

test('--dry-run needs no engine, and a missing program offers the preview', async () => {
  const cwd = tempDir();
  await runBin('repose-config', ['init', '--docker', '--compose'], { cwd });
  const env = { ...process.env, DOCKER_HOST: 'tcp://far.example:2376' };
  const rc = (...words: string[]) =>
    runBin('repose-config', [...words, '--program', '/nowhere/docker'], { cwd, env });
  const dry = await rc('up', '--build', '--version', '9.1.0.5', '--dry-run');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  const [build, run, logs] = dry.stdout.trim().split('\n');
  expect(build).toContain('/nowhere/docker build --tag repose-config/repose:9.1.0.5');
  expect(run).toContain('--publish 8080:8080');
  expect(logs).toContain('logs --follow repose-');
  expect((await rc('down', '--dry-run')).stdout.split('\n')).toHaveLength(3);
  expect((await rc('restart', '--dry-run')).stdout).toContain('restart -t 10 repose-');
  const wet = await rc('up');
  expect(wet).toMatchObject({ code: 1, stdout: '' });
  expect(wet.stderr).toContain('/nowhere/docker: command not found');
  expect(wet.stderr).toContain('repose-config preview .');
});
