import { join } from 'node:path';
import { runBin, tempDir, writeTree } from '@nearhand/test-kit';
import { describe, expect, test } from 'vitest';
import { containerType } from '../../src/types/container.ts';
import { systemModelType } from '../../src/types/system-model.ts';

const model = systemModelType.example.replace(/ *<filters>[^]*<\/filters>\n/, '');
const folder = {
  'system-model.cfg.xml': model,
  'container.cfg.xml': containerType.example,
  'log4j2.xml': '<Configuration/>',
};
const broken = {
  ...folder,
  'system-model.cfg.xml': model.replace('nodes>', 'nods>').replace('\n', '\r\n'),
};

function run(args: readonly string[], options: { cwd?: string; input?: string | Uint8Array } = {}) {
  return runBin('repose-config', ['check', ...args], {
    ...options,
    env: { PATH: process.env['PATH'] },
  });
}

describe('repose-config check', () => {
  test('a folder in which all is right prints nothing on stdout, and ends with 0', async () => {
    const cwd = writeTree(tempDir(), folder);
    const result = await run([], { cwd });
    expect(result).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'repose-config: 3 files, nothing wrong\n',
    });
  });

  test('findings show the place, the line, and what to write', async () => {
    const dir = writeTree(tempDir(), {
      'conf/a.cfg.xml':
        '<metrics xmlns="http://docs.openrepose.org/repose/metrics/v1.0"\n\tenabled="yes"/>\n',
    });
    const result = await run(['conf/a.cfg.xml'], { cwd: dir });
    expect(result.code).toBe(1);
    expect(result.stdout).toBe(
      [
        'conf/a.cfg.xml:2:2: error: enabled is not true or false: "yes"',
        '  2 | \tenabled="yes"/>',
        '    | \t^^^^^^^^^^^^^',
        '    Write "true" or "false". [config/bad-value]',
        '',
        '',
      ].join('\n'),
    );
    expect(result.stderr).toBe('repose-config: 1 error in one file\n');
  });

  test('two formats at once are no format', async () => {
    const result = await run(['--json', '--format', 'sarif'], { cwd: tempDir() });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('--json and --format sarif are two formats');
  });

  test('a file that cannot be read is one finding beside the others', async () => {
    const cwd = writeTree(tempDir(), { ...folder, 'a.cfg.xml/x': '' });
    const result = await run([], { cwd });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('a.cfg.xml:1:1: error: "a.cfg.xml" is a folder');
    expect(result.stderr).toBe('repose-config: 1 error in 4 files\n');
  });

  test('files of a folder are named as they are reached', async () => {
    const dir = writeTree(tempDir(), { 'conf/system-model.cfg.xml': model });
    const result = await run(['conf', '--json'], { cwd: dir });
    expect(result.code).toBe(1);
    const { findings, ...counts } = JSON.parse(result.stdout) as {
      findings: { file: string; code: string }[];
    };
    expect(counts).toEqual({ version: 1, files: 1, errors: 1, warnings: 0, notes: 0 });
    expect(findings).toMatchObject([
      { file: join('conf', 'container.cfg.xml'), code: 'folder/required-file' },
    ]);
  });

  test('stdin is a file, told by its root, or by --type', async () => {
    expect(await run(['-'], { input: model })).toMatchObject({
      code: 0,
      stderr: 'repose-config: one file, nothing wrong\n',
    });
    const other = await run(['-', '--type', 'metrics'], { input: model });
    expect(other.stdout).toContain(
      '<stdin>:1:1: error: metrics.cfg.xml starts with <metrics>, not with <system-model>',
    );
  });

  test('placeholders are filled in from a file of values', async () => {
    const text =
      '<remote-datastore xmlns="http://docs.openrepose.org/repose/remote-datastore/v1.0" host="a" port="${port}" useHTTPS="{$ TLS $}"/>';
    const dir = writeTree(tempDir(), {
      'a.xml': text,
      'values.env': '# a\n\nport=99\nTLS=true\n',
      'values.json': '{"port": 0, "TLS": "no"}',
      'bad.env': 'port\n',
    });
    expect(await run(['a.xml', '--values', 'values.env'], { cwd: dir })).toMatchObject({
      code: 0,
      stdout: '',
    });
    const bad = await run(['a.xml', '--values', 'values.json', '--json'], { cwd: dir });
    expect(JSON.parse(bad.stdout)).toMatchObject({ errors: 2 });
    const none = await run(['a.xml', '--json'], { cwd: dir });
    expect(JSON.parse(none.stdout)).toMatchObject({ errors: 1, notes: 1 });
    const line = await run(['a.xml', '--values', 'bad.env'], { cwd: dir });
    expect(line).toMatchObject({ code: 1, stdout: '' });
    expect(line.stderr).toContain('"port" is not NAME=VALUE');
    expect(line.stderr).toContain('bad.env:1:1');
  });

  test('SARIF names rules and places, GitHub gets workflow commands', async () => {
    const cwd = writeTree(tempDir(), broken);
    const sarif = JSON.parse((await run(['--format', 'sarif'], { cwd })).stdout) as {
      version: string;
      runs: { results: object[]; tool: { driver: { rules: { id: string }[] } } }[];
    };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]!.results[0]).toMatchObject({
      ruleId: 'xml/mismatched-tag',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'system-model.cfg.xml' },
            region: { startLine: 4, startColumn: 3 },
          },
        },
      ],
    });
    expect(sarif.runs[0]!.tool.driver.rules.map(({ id }) => id)).toContain('xml/mismatched-tag');
    const github = await run(['--format', 'github'], { cwd });
    expect(github.stdout).toMatch(
      /^::error file=system-model\.cfg\.xml,line=4,col=3,endLine=4,endColumn=\d+,title=xml\/mismatched-tag::/m,
    );
    expect(github.code).toBe(1);
  });

  test('bytes that are no UTF-8 are refused with the reason', async () => {
    const utf16 = Buffer.from(`\ufeff${model}`, 'utf16le');
    const result = await run(['-'], { input: utf16 });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain(
      '<stdin>:1:1: error: the file is encoded as UTF-16LE, and Repose reads every file as UTF-8',
    );
    expect(result.stderr).toBe('repose-config: 1 error in one file\n');
  });

  test('what a terminal would obey is not printed as it is', async () => {
    const result = await run(['-'], { input: '<metrics xmlns="\u001b[2J"/>' });
    expect(result.code).toBe(1);
    expect(result.stdout).not.toContain('\u001b');
  });

  test.each([
    [['nowhere'], 1, 'there is no file or folder "nowhere"'],
    [['.'], 1, 'there is no XML file in "."'],
    [['-', '--type', 'metric'], 1, 'unknown type "metric"'],
    [['--format', 'xml'], 2, 'xml'],
    [['--jsno'], 2, 'jsno'],
    [['conf', '--type', 'metrics'], 2, '--type is for files'],
  ])('nonsense %j', async (args, code, message) => {
    const dir = tempDir();
    if (args[0] === 'conf') writeTree(dir, { 'conf/metrics.cfg.xml': '<metrics/>' });
    const result = await run(args, { cwd: dir, input: '<a/>' });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});
