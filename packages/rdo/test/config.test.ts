import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatError, type ToolError } from '@nearhand/core/errors';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { loadConfig, readConfig, selectTarget } from '../src/config.ts';
import { splitWords } from '../src/values.ts';

const read = (text: string) => readConfig('.rdo.conf', text, '/proj');
const pick = (text: string, value = 'default') =>
  selectTarget(read(text), { value, origin: { kind: 'option', option: '--target' } });

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return formatError(error as ToolError);
  }
  throw new Error('it did not fail');
}

describe('.rdo.conf', () => {
  it('keeps each value with its place, and lets a target override default', () => {
    const text = '# a project\ndriver = ssh\nhost=one\n\n[staging]\n  host =  two  \n';
    expect(pick(text).values.get('host')).toEqual({
      value: 'one',
      origin: { kind: 'file', file: '.rdo.conf', line: 3, column: 6 },
    });
    const staging = pick(text, 'staging').values;
    expect(staging.get('host')?.value).toBe('two');
    expect(staging.get('driver')?.value).toBe('ssh');
  });

  it.each([
    ['drivr = ssh', 'unknown key "drivr" (.rdo.conf:1:1)\ndid you mean "driver"?'],
    ['driver = dockr', 'unknown driver "dockr" (.rdo.conf:1:10)\ndid you mean "docker"?'],
    [
      'driver = ssh\nport = 99999',
      'port is "99999" (.rdo.conf:2:8)\nA port is a number from 1 to 65535.',
    ],
    ['use_sudo = maybe', 'use_sudo is "maybe" (.rdo.conf:1:12)\nIt is yes or no.'],
    [
      'driver = ssh\nhost = -oProxyCommand=x',
      'host starts with - (.rdo.conf:2:8)\nA name or a path is wanted here, not an option.',
    ],
    [
      '[staging',
      'this section header is not complete (.rdo.conf:1:1)\nWrite it alone on its line: [staging]',
    ],
    [
      'host',
      'this line is neither a section nor a setting: "host" (.rdo.conf:1:1)\nA setting is written KEY = VALUE.',
    ],
    ['host =', 'host is empty (.rdo.conf:1:7)\nGive it a value, or remove the line.'],
    [
      'driver = ssh\nhost = a\nhost = b',
      'the key host is set twice in [default] (.rdo.conf:3:1)\nThe first one is in line 2.',
    ],
    [
      'host = x',
      'the key host means nothing to the driver vagrant (.rdo.conf:1:1)\nIt belongs to: ssh. Is `driver = ssh` missing?',
    ],
  ])('refuses %j', (text, message) => {
    expect(failure(() => pick(text))).toBe(message);
  });

  it('names the nearest target', () => {
    const text = 'driver = local\n[staging]\n[production]\n';
    expect(failure(() => pick(text, 'stagin'))).toBe(
      'no target "stagin" in .rdo.conf\ndid you mean "staging"?',
    );
  });

  it('says where it searched, and what to write', () => {
    const dir = tempDir();
    const message = failure(() => loadConfig({ env: {}, cwd: dir }));
    expect(message).toContain(`no .rdo.conf in ${dir}, `);
    expect(message).toContain(
      '  driver = ssh\n  host = dev.example.org\n  directory = /srv/project',
    );
  });

  it.skipIf(process.getuid?.() !== 0)('refuses a file of another user', () => {
    const dir = tempDir();
    writeTree(dir, { '.rdo.conf': 'driver = local\n' });
    chmodSync(dir, 0o755);
    chownSync(join(dir, '.rdo.conf'), 12_345, 0);
    expect(failure(() => loadConfig({ env: {}, cwd: dir }))).toContain('belongs to another user');
  });
});

describe('splitWords', () => {
  it.each([
    ['-A  -o "a b"', ['-A', '-o', 'a b']],
    [`'a'"b"\\ c`, ['ab c']],
    ['', []],
    ["''", ['']],
  ])('%s', (text, words) => expect(splitWords(text)).toEqual(words));

  it('wants closed quotes', () => {
    expect(() => splitWords('a "b')).toThrow('the quote " is not closed');
  });
});
