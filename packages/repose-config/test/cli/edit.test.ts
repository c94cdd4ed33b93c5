import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBin, tempDir, writeTree, type RunResult } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { defaultFolder } from '../../src/init/default-folder.ts';

function setUp(...filters: string[]) {
  const dir = writeTree(tempDir(), Object.fromEntries(defaultFolder({ with: filters })));
  const run = (...args: string[]): Promise<RunResult> =>
    runBin('repose-config', args, { cwd: dir });
  const model = (): string => readFileSync(join(dir, 'system-model.cfg.xml'), 'utf8');
  return { dir, run, model };
}

describe('repose-config init', () => {
  it('writes a folder that check finds nothing wrong with, and overwrites nothing', async () => {
    const dir = tempDir();
    const run = (...args: string[]) => runBin('repose-config', args, { cwd: dir });
    const made = await run('init', 'conf', '--with', 'rate-limiting,cors');
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('conf/rate-limiting.cfg.xml\n');
    expect(await run('check', 'conf')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'repose-config: 8 files, nothing wrong\n',
    });
    const again = await run('init', 'conf');
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain('conf/system-model.cfg.xml is there already');
    expect((await run('init', 'x', '--with', 'cros')).stderr).toContain('Did you mean "cors"?');
    expect(readdirSync(dir)).toEqual(['conf']);
  });
});

describe('changing a folder', () => {
  it('shows the diff, and writes it', async () => {
    const { run, model } = setUp();
    const before = model();
    const dry = await run('set', 'endpoint', 'https://example.com:8443/v1', '--dry-run');
    expect(dry.stdout).toContain(
      '+    <endpoint id="service" protocol="https" hostname="example.com" port="8443" default="true" root-path="/v1"/>\n',
    );
    expect(dry.stderr).toContain('nothing was written');
    expect(model()).toBe(before);
    const done = await run('set', 'endpoint', 'https://example.com:8443/v1');
    expect(done.stdout).toBe(dry.stdout);
    expect(done.code).toBe(0);
    expect((await run('get', 'endpoint')).stdout).toBe('https://example.com:8443/v1\n');
    const again = await run('set', 'endpoint', 'https://example.com:8443/v1');
    expect(again).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'repose-config: nothing to change: it is so already\n',
    });
  });

  it('loses nothing where several change the folder at once', async () => {
    const { run, dir } = setUp();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const done = await Promise.all(
      ids.map((id) => run('add', 'endpoint', `https://${id}.example.org`, '--id', id)),
    );
    expect(done.map(({ code, stderr }) => [code, stderr])).toEqual(
      ids.map((id) => [0, `repose-config: add the destination ${id}\n`]),
    );
    const keys = ids.map((id) => `system-model/destinations/endpoint[${id}]/hostname`);
    const got = await run('get', ...keys);
    expect(got.stdout.split('\n').slice(0, -1)).toEqual(ids.map((id) => `${id}.example.org`));
    expect(readdirSync(dir).toSorted()).toEqual([...defaultFolder().keys()].toSorted());
  });

  it('refuses what would break the folder, with the findings', async () => {
    const { run, model } = setUp('cors');
    const before = model();
    const refused = await run('set', 'system-model/nodes/node/http-port', '70000');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('system-model.cfg.xml:15:43: error: ');
    expect(refused.stderr).toContain('nothing was changed: the folder would no longer be right');
    const wrong = await run('add', 'filter', 'rate-limiting', '--configuration', 'cors.cfg.xml');
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toContain('[folder/filter-file-type]');
    expect(model()).toBe(before);
  });

  it.each([
    [
      ['set', 'http-port', '9000'],
      'A path starts with its file: system-model/nodes/node/http-port',
    ],
    [['get', 'rewrite-host-header'], ': system-model/rewrite-host-header.'],
    [['get', 'nonsense'], 'Paths here start with one of: container, '],
    [['preview', '--host', ''], '--host is empty'],
    [['up', '--host', '', '--dry-run'], '--host is empty'],
  ])('%j: says what to write', async (words, said) => {
    const result = await setUp().run(...words);
    expect(result.code).toBeGreaterThan(0);
    expect(result.stderr).toContain(said);
  });

  it.each([
    ['set', 'endpoint', 'http://a.example.org'],
    ['add', 'filter', 'cors'],
    ['set', 'system-model/tracing-header/enabled', 'false'],
  ])('says where a file is broken that it was to change: %s %s', async (...words) => {
    const { run, dir, model } = setUp();
    writeFileSync(join(dir, 'system-model.cfg.xml'), model().replace('</nodes>', '</node>'));
    const { code, stderr } = await run(...words);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /is not well-formed: the end tag <\/node> does not match <nodes>.* \(system-model\.cfg\.xml:\d+:3\)\n {2}Mend it first\. Write <\/nodes> here/,
    );
  });

  it('adds, disables, enables and removes filters', async () => {
    const { run, model, dir } = setUp();
    expect((await run('add', 'filter', 'rate-limiting')).code).toBe(0);
    expect((await run('add', 'filter', 'ip-user')).stderr).toContain(
      'add the filter ip-user, first',
    );
    const both = model();
    expect((await run('disable', 'ip-user', 'rate-limiting')).code).toBe(0);
    expect(model()).toContain('<!--<filter name="ip-user"/>-->');
    expect((await run('enable', 'ip-user', 'rate-limiting')).code).toBe(0);
    expect(model()).toBe(both);
    expect((await run('remove', 'filter', 'ip-user', '--with-file')).code).toBe(0);
    expect(
      readdirSync(dir).filter((name) => name.startsWith('ip-user') || name.startsWith('.')),
    ).toEqual([]);
    expect(await run('check')).toMatchObject({ code: 0, stdout: '' });
  });

  it('gets values with their places, and completes keys', async () => {
    const { run } = setUp();
    expect(
      JSON.parse((await run('get', 'system-model/nodes/node/https-port', '--json')).stdout),
    ).toEqual({
      version: 1,
      values: [
        {
          key: 'system-model/nodes/node/https-port',
          value: '0',
          written: false,
          file: 'system-model.cfg.xml',
          line: 15,
          column: 5,
        },
      ],
    });
    expect((await run('get', '--complete', 'system-model/nod')).stdout).toBe(
      'system-model/nodes/\n',
    );
    expect(await run('get', '--complete', 'x', '-C', 'nowhere')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    const misspelt = await run('get', 'system-model/nodez');
    expect(misspelt).toMatchObject({ code: 1 });
    expect(misspelt.stderr).toContain('Did you mean "nodes"?');
  });

  it.each([
    ['set', ['x']],
    ['get', []],
    ['add', ['filter']],
    ['add', ['thing', 'x']],
    ['remove', ['filter']],
    ['enable', []],
    ['diff', ['a']],
    ['init', ['a', 'b']],
  ])('calls %s %j misuse', async (command, words) => {
    const { run } = setUp();
    expect(await run(command, ...words)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('repose-config check --fix', () => {
  it('mends what is surely meant, and reports the rest', async () => {
    const { run, dir } = setUp('cors');
    const file = join(dir, 'system-model.cfg.xml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('name="cors"', 'name="crs"').replace('"service"', '"a&b"'),
    );
    const fixed = await run('check', '--fix');
    expect(fixed.stderr).toContain('mended system-model.cfg.xml: write "cors"');
    expect(fixed).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toContain('id="a&amp;b"');
    writeFileSync(join(dir, 'one.cfg.xml'), '<a>x & y</a>');
    expect((await run('check', '--fix', 'one.cfg.xml')).code).toBe(1);
    expect(readFileSync(join(dir, 'one.cfg.xml'), 'utf8')).toBe('<a>x &amp; y</a>');
    expect((await run('check', '--fix', '-')).code).toBe(2);
  });
});

describe('repose-config graph, diff and migrate', () => {
  it('draws to stdout and to files, but over no file of another kind', async () => {
    const { run, dir } = setUp('cors');
    expect((await run('graph')).stdout).toContain('flowchart TD\n');
    expect((await run('graph', '--format', 'json')).stdout).toContain('"version": 1');
    for (const file of ['chain.svg', 'chain.html']) {
      expect((await run('graph', '-o', file)).code).toBe(0);
      expect((await run('graph', '-o', file)).code).toBe(0);
      expect(statSync(join(dir, file)).size).toBeGreaterThan(1000);
    }
    expect((await run('graph', '-o', 'chain.html', '--trace', 'GET /v1/x')).code).toBe(0);
    expect(readFileSync(join(dir, 'chain.html'), 'utf8')).toContain('GET http://example.org/v1/x');
    expect((await run('graph', '-o', 'chain.html', '--trace', 'x')).code).toBe(2);
    expect(await run('graph', '-o', 'container.cfg.xml')).toMatchObject({ code: 1, stdout: '' });
    expect((await run('graph', '-o', 'chain.json')).code).toBe(0);
    expect((await run('graph', '-o', 'chain.json')).code).toBe(0);
    const findings = (await run('check', '--json')).stdout;
    writeFileSync(join(dir, 'chain.json'), findings);
    expect((await run('graph', '-o', 'chain.json')).code).toBe(1);
    expect(readFileSync(join(dir, 'chain.json'), 'utf8')).toBe(findings);
  });

  it('compares folders and files', async () => {
    const { run, dir } = setUp();
    const other = setUp();
    await other.run('set', 'system-model/nodes/node/http-port', '9090');
    const line = '~ system-model/nodes/node[node1]/http-port: 8080 -> 9090\n';
    expect(await run('diff', '.', other.dir)).toMatchObject({ code: 0, stdout: line });
    expect((await run('diff', '.', other.dir, '--exit-code')).code).toBe(1);
    const [a, b] = [dir, other.dir].map((one) => join(one, 'system-model.cfg.xml'));
    expect(await run('diff', a!, b!)).toMatchObject({ code: 0, stdout: line });
    expect(JSON.parse((await run('diff', a!, b!, '--json')).stdout)).toMatchObject({
      version: 1,
      changes: [{ kind: 'changed' }],
    });
    expect(await run('diff', '.', '.')).toMatchObject({ code: 0, stdout: '' });
    expect((await run('diff', '.', b!)).code).toBe(2);
  });

  it('brings an old folder to a new place, or changes it where it is', async () => {
    const { dir, run, model } = setUp();
    const now = model();
    const old = now
      .replace(/(<system-model[^>]*>)/, '$1<repose-cluster id="r">')
      .replace('</destinations>', '</destinations></repose-cluster>');
    writeFileSync(join(dir, 'system-model.cfg.xml'), old);
    const dry = await run('migrate', '--dry-run');
    expect(dry.stdout).toContain('--- a/system-model.cfg.xml\n');
    expect(model()).toBe(old);
    // A name that is the beginning of the new folder's.
    writeFileSync(join(dir, 'ni'), 'kept');
    expect((await run('migrate', '--to', 'nine')).code).toBe(0);
    expect(readFileSync(join(dir, 'nine/ni'), 'utf8')).toBe('kept');
    expect(model()).toBe(old);
    expect(readFileSync(join(dir, 'nine/system-model.cfg.xml'), 'utf8')).toBe(now);
    expect((await run('migrate', '--to', 'nine')).code).toBe(1);
    const report = await run('migrate', '--json');
    expect(JSON.parse(report.stdout)).toMatchObject({
      version: 1,
      from: '8',
      to: '9',
      notes: [{ kind: 'done' }],
    });
    expect(model()).toBe(now);
    expect((await run('migrate')).stderr).toContain('for Repose 9 already');
  });
});
