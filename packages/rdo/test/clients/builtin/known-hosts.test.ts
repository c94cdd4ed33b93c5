import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '@nearhand/lab';
import { need, runFile, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  judgeHostKey,
  keyType,
  knownHostName,
  knownHostsLine,
  knownKeyTypes,
  parseKnownHosts,
} from '../../../src/clients/builtin/known-hosts.ts';

const [mine, other, rsa] = [makeKey(), makeKey(), makeKey('rsa')].map((pair) => {
  const [type, key] = pair.public.split(' ') as [string, string];
  return { type, key, blob: Buffer.from(key, 'base64'), text: `${type} ${key}` };
}) as [Key, Key, Key];

interface Key {
  type: string;
  key: string;
  blob: Buffer;
  text: string;
}

const judge = (text: string, name = 'host.example', key = mine) =>
  judgeHostKey(parseKnownHosts(text, 'kh'), name, key.blob);

describe('known_hosts', () => {
  it.each([
    ['its name', `host.example ${mine.text} a comment`],
    ['one name of several', `one,host.example,10.0.0.1 ${mine.text}`],
    ['a pattern', `*.example ${mine.text}`],
    ['a pattern with a question mark', `hos?.example ${mine.text}`],
    [
      'a line after one with another key of its type',
      `host.example ${other.text}\nhost.example ${mine.text}`,
    ],
    ['capital letters', `HOST.example ${mine.text}`],
    ['tabs and blanks', `  host.example\t${mine.type}   ${mine.key}  `],
  ])('knows a host by %s', (_what, text) => {
    expect(judge(text)).toEqual({ kind: 'known' });
  });

  it.each([
    ['nothing', ''],
    ['a comment', `# host.example ${mine.text}`],
    ['another host', `host.example.org ${mine.text}`],
    ['a longer name', `ahost.example ${mine.text}`],
    ['a negated name', `*.example,!host.example ${mine.text}`],
    ['another port', `[host.example]:2222 ${mine.text}`],
    ['an unknown marker', `@sometimes host.example ${mine.text}`],
    ['a line without a key', 'host.example ssh-ed25519'],
    ['a dot that is any character to a regular expression', `hostxexample ${mine.text}`],
  ])('does not know a host by %s', (_what, text) => {
    expect(judge(text)).toMatchObject({ kind: 'unknown', otherTypes: [] });
  });

  it('tells a changed key from a key of another type', () => {
    expect(judge(`x\nhost.example ${other.text}`)).toEqual({ kind: 'changed', place: 'kh:2' });
    expect(judge(`host.example ${rsa.text}`)).toMatchObject({
      kind: 'unknown',
      otherTypes: ['ssh-rsa'],
    });
    expect(
      knownKeyTypes(
        parseKnownHosts(`host.example ${rsa.text}\n* ${mine.text}`, 'kh'),
        'host.example',
      ),
    ).toEqual(['ssh-rsa', 'ssh-ed25519']);
  });

  it('refuses a revoked key, though another line trusts it', () => {
    const text = `host.example ${mine.text}\n@revoked * ${mine.text}`;
    expect(judge(text)).toEqual({ kind: 'revoked', place: 'kh:2' });
    expect(judge(`@revoked * ${other.text}`)).toMatchObject({ kind: 'unknown' });
  });

  it('trusts no plain key by a certificate authority', () => {
    expect(judge(`@cert-authority *.example ${mine.text}`)).toMatchObject({
      kind: 'unknown',
      authority: 'kh:1',
    });
  });

  it('writes a line that it knows, hashed or plain, with a port or without', () => {
    for (const hashed of [false, true]) {
      for (const name of [knownHostName('Host.example', 22), knownHostName('host.example', 2222)]) {
        const line = knownHostsLine(name, mine.blob, hashed);
        expect(judge(line, name)).toEqual({ kind: 'known' });
        expect(judge(line, 'else.example')).toMatchObject({ kind: 'unknown' });
        expect(line.includes('example')).toBe(!hashed);
      }
    }
  });
});

const keygen = need('ssh-keygen', 'apt-get install openssh-client', 'ssh-keygen');

describe.skipIf(!keygen.met)('known_hosts, beside ssh-keygen', () => {
  it('reads what it hashed, and writes what it finds', async () => {
    const file = join(tempDir(), 'known_hosts');
    writeFileSync(file, `host.example,10.0.0.1 ${mine.text}\n[host.example]:2222 ${rsa.text}\n`);
    expect(await runFile('ssh-keygen', ['-H', '-f', file])).toMatchObject({ code: 0 });
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('example');
    expect(judge(text)).toEqual({ kind: 'known' });
    expect(judge(text, '10.0.0.1')).toEqual({ kind: 'known' });
    expect(judge(text, '[host.example]:2222', rsa)).toEqual({ kind: 'known' });
    writeFileSync(file, knownHostsLine('[other.example]:99', mine.blob, true));
    const found = await runFile('ssh-keygen', ['-F', '[other.example]:99', '-f', file]);
    expect(found).toMatchObject({ code: 0 });
    expect(found.stdout).toContain(mine.key);
  });

  it('has the same fingerprint and type', async () => {
    const file = join(tempDir(), 'key.pub');
    for (const key of [mine, rsa]) {
      writeFileSync(file, `${key.text}\n`);
      const { stdout } = await runFile('ssh-keygen', ['-l', '-f', file]);
      expect(stdout.split(' ')[1]).toBe(fingerprint(key.blob));
      expect(keyType(key.blob)).toBe(key.type);
    }
  });
});
