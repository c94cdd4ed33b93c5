import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binFile, runBin, tempDir } from '@nearhand/test-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, origin } from '../preview/origin.ts';

const CONTAINER = `<repose-container xmlns="http://docs.openrepose.org/repose/container/v2.0">
  <deployment-config>
    <deployment-directory auto-clean="false">/var/repose</deployment-directory>
    <artifact-directory check-interval="60000">/usr/share/repose/filters</artifact-directory>
    <logging-configuration href="file:///etc/repose/log4j2.xml"/>
  </deployment-config>
</repose-container>
`;
const LOG4J2 = '<Configuration><Loggers><Root level="info"/></Loggers></Configuration>\n';
const addHeader = (value: string) =>
  `<add-headers xmlns="http://docs.openrepose.org/repose/add-header/v1.0"><request><header name="X-Seen">${value}</header></request></add-headers>\n`;

function systemModel(port: number, filters: string): string {
  return `<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
  <nodes><node id="n" hostname="localhost" http-port="8080"/></nodes>
  <filters>${filters}</filters>
  <destinations>
    <endpoint id="o" protocol="http" hostname="127.0.0.1" port="${port}" default="true"/>
  </destinations>
</system-model>
`;
}

function folder(port: number, filters = '<filter name="add-header"/>'): string {
  const dir = tempDir();
  writeFileSync(join(dir, 'system-model.cfg.xml'), systemModel(port, filters));
  writeFileSync(join(dir, 'container.cfg.xml'), CONTAINER);
  writeFileSync(join(dir, 'log4j2.xml'), LOG4J2);
  writeFileSync(join(dir, 'add-header.cfg.xml'), addHeader('one'));
  return dir;
}

describe('trace', () => {
  test('says which filters run, what they change, and where the request goes', async () => {
    const dir = folder(
      9000,
      '<filter name="add-header"><methods value="PUT"/></filter><filter name="add-header"/>',
    );
    const words = ['trace', 'GET', '/a?b=1', '-C', dir, '-H', 'X-Trans-Id: t'];
    const { code, stdout, stderr } = await runBin('repose-config', words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`skipped     add-header  ${join(dir, 'system-model.cfg.xml')}:3:12`);
    expect(stdout).toContain('because the method GET is not among PUT');
    expect(stdout).toContain('+ X-Seen: one');
    expect(stdout).toContain('-> GET http://127.0.0.1:9000/a?b=1\n');
    expect(stdout).not.toContain('\u001b');
  });

  test('--json has the same, with a version', async () => {
    const { stdout } = await runBin('repose-config', [
      'trace',
      'GET',
      'https://x.test/p',
      '-C',
      folder(9000),
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      request: { method: 'GET', target: '/p', headers: [['Host', 'x.test']] },
      steps: [{ name: 'tracing-header' }, { name: 'add-header', outcome: 'ran' }, {}],
      forward: { destination: 'o', url: 'http://127.0.0.1:9000/p' },
    });
  });

  test.each([
    [['GET'], 'trace takes a method and a URL'],
    [['get', '/'], 'methods are written in capitals: GET'],
    [['GE-T', '/'], '"GE-T" is no HTTP method'],
    [['GET', 'a'], '"a" is no URL'],
    [['GET', '/', '-H', 'nonsense'], '"nonsense" is no header'],
    [['GET', '/', '--from', '1.2.3'], '"1.2.3" is no IP address'],
  ])('%j is refused', async (words, message) => {
    const result = await runBin('repose-config', ['trace', ...words, '-C', folder(1)]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  test('a folder with errors shows them in place of a guess', async () => {
    const dir = folder(1, '<filter name="add-haeder"/>');
    const result = await runBin('repose-config', ['trace', 'GET', '/', '-C', dir]);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain('system-model.cfg.xml:3:');
    expect(result.stderr).toContain('nobody can say what Repose would do');
  });
});

describe('preview', () => {
  interface Running {
    readonly child: ChildProcess;
    readonly url: string;
    readonly said: (text: string) => Promise<void>;
  }

  async function preview(dir: string): Promise<Running> {
    const child = spawn(
      process.execPath,
      [binFile('repose-config'), 'preview', dir, '--port', '0'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const said = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null) throw new Error(`it ended, having said:\n${text}`);
        await Promise.race([once(child.stderr, 'data'), once(child, 'exit')]);
      }
    };
    await said('ready: ');
    return { child, said, url: /curl -i (\S+)\//.exec(text)![1]! };
  }

  test('serves, takes a change, refuses a bad one with its place, and ends by its signal', async () => {
    const { port } = await origin((request, response) => response.end(request.headers['x-seen']));
    const dir = folder(port);
    const { child, url, said } = await preview(dir);
    await said('simulates add-header');
    expect((await ask(url)).body).toBe('one');

    writeFileSync(join(dir, 'add-header.cfg.xml'), addHeader('two'));
    await said('the change counts from now on');
    expect((await ask(url)).body).toBe('two');

    writeFileSync(
      join(dir, 'add-header.cfg.xml'),
      addHeader('three').replace('<request>', '<reqest>'),
    );
    await said('the last good configuration stays');
    await said(`${join(dir, 'add-header.cfg.xml')}:1:`);
    expect((await ask(url)).body).toBe('two');

    child.kill('SIGINT');
    const [code, signal] = await once(child, 'exit');
    expect({ code, signal }).toEqual({ code: null, signal: 'SIGINT' });
  });

  test('a service that is not there is said', async () => {
    const { port, server } = await origin(() => {});
    server.close();
    const { url, said } = await preview(folder(port));
    expect((await ask(`${url}/x`)).status).toBe(502);
    await said(`GET /x -> http://127.0.0.1:${port}/x: connect ECONNREFUSED`);
  });

  test('a folder with errors is not served', async () => {
    const dir = folder(1, '<filter name="add-haeder"/>');
    const result = await runBin('repose-config', ['preview', dir]);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain('the folder has errors');
  });

  test('a port that is taken is said, with what to do', async () => {
    const { port } = await origin(() => {});
    const result = await runBin('repose-config', ['preview', folder(1), '--port', String(port)]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`cannot listen at 127.0.0.1:${port}: something else does`);
    expect(result.stderr).toContain('--port');
  });
});
