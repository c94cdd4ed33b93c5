import { homedir, userInfo } from 'node:os';
import { need, runFile, tempDir, writeTree } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { resolveSettings, type Settings } from '../../../src/clients/builtin/settings.ts';
import type { SshTarget } from '../../../src/client.ts';

const plain: SshTarget = {
  host: 'web',
  user: undefined,
  port: undefined,
  identityFiles: [],
  options: {},
  flags: [],
  program: 'ssh',
  forwardAgent: false,
};

/** The settings that a home with these files gives. */
function settings(
  files: Record<string, string>,
  target: Partial<SshTarget> = {},
  env = {},
): Settings {
  const home = writeTree(tempDir(), files);
  return resolveSettings({ ...plain, ...target }, { env: { HOME: home, ...env } });
}

const config = (text: string, target: Partial<SshTarget> = {}, env = {}) =>
  settings({ '.ssh/config': text }, target, env);

describe('settings', () => {
  it('are the defaults where nothing is configured', () => {
    const found = settings({ '.ssh/known_hosts': '' });
    expect(found).toMatchObject({
      alias: 'web',
      hostName: 'web',
      port: 22,
      user: userInfo().username,
      identityFilesAreDefaults: true,
      strict: 'ask',
      aliveInterval: 15,
      proxyJump: undefined,
      methods: ['publickey', 'keyboard-interactive', 'password'],
    });
  });

  it('take the first value, whatever the case of the keyword', () => {
    const found = config('hOsT web\n PORT 2200\nHost *\n Port 1\n user lee\nHost web\n User ann');
    expect(found).toMatchObject({ port: 2200, user: 'lee' });
  });

  it('put the target before the options, and the options before the files', () => {
    const text = 'Host web\n HostName file.example\n User file\n Port 1\n IdentityFile ~/file';
    const options = { HostName: 'option.example', User: 'option', IdentityFile: '/option' };
    const found = config(text, { options, user: 'target', identityFiles: ['/target'] });
    expect(found).toMatchObject({ hostName: 'option.example', user: 'target', port: 1 });
    expect(found.identityFiles.slice(0, 2)).toEqual(['/target', '/option']);
    expect(found.identityFiles[2]).toMatch(/\/file$/);
  });

  it('expand tokens, ~ and ${variables}', () => {
    const text =
      'Host web\n HostName %h.example\n Port 2200\n IdentityFile ~/.ssh/%r@%h:%p-%n-%%\n IdentityFile ${KEYS}/id';
    const found = config(text, { user: 'lee' }, { KEYS: '/keys' });
    expect(found.hostName).toBe('web.example');
    expect(found.identityFiles[0]).toMatch(/\/\.ssh\/lee@web\.example:2200-web-%$/);
    expect(found.identityFiles[1]).toBe('/keys/id');
  });

  it('follow Include, with patterns, from within a Host', () => {
    const found = settings({
      '.ssh/config':
        'Include conf.d/*.conf\nHost web\n Include only-web\nHost other\n Include only-other',
      '.ssh/conf.d/b.conf': 'Port 2',
      '.ssh/conf.d/a.conf': 'Host web\n User a',
      '.ssh/conf.d/.hidden.conf': 'User hidden',
      '.ssh/only-web': 'HostKeyAlias from-web',
      '.ssh/only-other': 'HostKeyAlias from-other',
    });
    expect(found).toMatchObject({ user: 'a', port: 2, hostKeyAlias: 'from-web' });
  });

  it('decide what Match can be decided without running anything', () => {
    const text = [
      'Host web\n HostName web.example',
      'Match host web.example user lee\n Port 1',
      'Match !originalhost web\n Port 2',
      'Match originalhost db,web localuser *\n Port 3',
      'Match all\n Port 4',
    ].join('\n');
    expect(config(text, { user: 'lee' })).toMatchObject({ port: 1 });
    expect(config(text, { user: 'ann' })).toMatchObject({ port: 3 });
    expect(config(text, { host: 'x' })).toMatchObject({ port: 2 });
    expect(
      config('Match final host web.example\n Port 5\nHost web\n HostName web.example'),
    ).toMatchObject({ port: 5 });
  });

  it.each([
    ['Match exec "true"\n Port 1', /Match exec/],
    ['Match host other exec "touch /tmp/x"\nMatch host web exec "true"\n Port 1', /Match exec/],
    ['CanonicalizeHostname yes', /canonicalizehostname yes/],
    ['RevokedHostKeys ~/.ssh/revoked', /revokedhostkeys/],
    ['StrictHostKeyChecking maybe', /maybe/],
    ['Port 99999', /port.*99999/],
    ['Port', /Port stands without a value/],
    ['IdentityFile ~/%Z', /%Z/],
    ['IdentityFile ${NOT_SET_ANYWHERE}', /NOT_SET_ANYWHERE/],
    ['Host "unclosed\n', /no valid ssh_config/],
    ['Include config', /nested more than/],
  ])('refuse %j with a reason', (text, message) => {
    expect(() => config(text)).toThrow(message);
    expect(() => config(text)).toThrow(
      expect.objectContaining({ phase: 'resolve', exitCode: 125 }),
    );
  });

  it('refuse flags, which only the OpenSSH program has', () => {
    expect(() => config('', { flags: ['-4'] })).toThrow(/flags -4/);
  });

  it('skip a Match exec that could not apply anyway', () => {
    expect(config('Match originalhost db exec "false"\n Port 1\nHost *\n Port 2')).toMatchObject({
      port: 2,
    });
  });
});

const ssh = need('ssh client', 'apt-get install openssh-client', 'ssh');

describe.skipIf(!ssh.met)('settings, beside ssh -G', () => {
  const text = `
Host web db
  HostName %h.example
  Port 2200
Host "web"
  User = lee
  IdentityFile "~/.ssh/with blank"
  IdentityFile ~/.ssh/second
  UserKnownHostsFile /one /two
Match host *.example user lee
  HostKeyAlias=aliased
  ConnectTimeout 7
Host !db *
  StrictHostKeyChecking accept-new
  ProxyJump gate
  IdentitiesOnly yes
  SendEnv FOO BAR_*
Host *
  User nobody
  ServerAliveInterval 9
  HashKnownHosts yes
  BatchMode yes
`;

  it.each(['web', 'db', 'other', 'WEB'])('are the same for %s', async (host) => {
    const home = writeTree(tempDir(), { '.ssh/config': text });
    const { stdout } = await runFile('ssh', ['-G', '-F', `${home}/.ssh/config`, host]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ (.*)/s) as [string, string]);
    const all = (key: string) => lines.filter(([name]) => name === key).map(([, value]) => value);
    const found = resolveSettings({ ...plain, host }, { env: { HOME: home } });
    const local = (file: string) => file.replace(home, homedir());
    expect({
      hostname: [found.hostName],
      port: [String(found.port)],
      user: [found.user],
      connecttimeout: [String(found.connectTimeout ?? 'none')],
      hostkeyalias: found.hostKeyAlias ? [found.hostKeyAlias] : [],
      serveraliveinterval: [String(found.aliveInterval)],
      stricthostkeychecking: [found.strict],
      proxyjump: found.proxyJump ? [found.proxyJump] : [],
      hashknownhosts: [found.hashKnownHosts ? 'yes' : 'no'],
      batchmode: [found.batch ? 'yes' : 'no'],
      identitiesonly: [found.identitiesOnly ? 'yes' : 'no'],
      userknownhostsfile: [found.userKnownHosts.map(local).join(' ')],
    }).toEqual({
      hostname: all('hostname'),
      port: all('port'),
      user: all('user'),
      connecttimeout: all('connecttimeout'),
      hostkeyalias: all('hostkeyalias'),
      serveraliveinterval: all('serveraliveinterval'),
      stricthostkeychecking: all('stricthostkeychecking'),
      proxyjump: all('proxyjump'),
      hashknownhosts: all('hashknownhosts'),
      batchmode: all('batchmode'),
      identitiesonly: all('identitiesonly'),
      userknownhostsfile: [all('userknownhostsfile').join(' ').replaceAll('~', homedir())],
    });
    if (!found.identityFilesAreDefaults) {
      expect(found.identityFiles.map(local)).toEqual(
        all('identityfile').map((file) => file.replace('~', homedir())),
      );
    }
  });
});
