/** The known_hosts files of sshd(8): which host key is trusted for which host. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { matchesPatterns } from './patterns.ts';

export interface KnownHostLine {
  /** Where it stands, for messages: `file:line`. */
  readonly place: string;
  readonly marker: '@revoked' | '@cert-authority' | undefined;
  /** The host patterns as written, or one `|1|salt|hash`. */
  readonly hosts: string;
  readonly type: string;
  /** The key in base64. */
  readonly key: string;
}

/** What the files say about one key that a host has shown. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'revoked'; readonly place: string }
  /** The host has another key of this type. */
  | { readonly kind: 'changed'; readonly place: string }
  /** Nothing is known of this key. `otherTypes`: the host has keys of these types. */
  | {
      readonly kind: 'unknown';
      readonly otherTypes: readonly string[];
      /** The host is known by a certificate authority alone. */
      readonly authority: string | undefined;
    };

/** Lines that can't be read are skipped, as OpenSSH does: a line less never makes a host trusted. */
export function parseKnownHosts(text: string, file: string): readonly KnownHostLine[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line.trim().split(/[ \t]+/);
    if (line.trim() === '' || words[0]!.startsWith('#')) return [];
    const marked = words[0]!.startsWith('@');
    const [hosts, type, key] = marked ? words.slice(1) : words;
    const marker = marked ? words[0] : undefined;
    if (!hosts || !type || !key) return [];
    if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') return [];
    return [{ place: `${file}:${index + 1}`, marker, hosts, type, key }];
  });
}

/** The name of a host in known_hosts. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Judges the key (`blob`, as it came over the wire) that the host called `name` has shown. */
export function judgeHostKey(
  lines: readonly KnownHostLine[],
  name: string,
  blob: Buffer,
): HostKeyVerdict {
  const type = keyType(blob);
  const key = blob.toString('base64');
  const about = lines.filter((line) => isAbout(line, name));
  const same = about.filter((line) => Buffer.from(line.key, 'base64').toString('base64') === key);
  const revoked = same.find((line) => line.marker === '@revoked');
  if (revoked) return { kind: 'revoked', place: revoked.place };
  if (same.some((line) => line.marker === undefined)) return { kind: 'known' };
  const plain = about.filter((line) => line.marker === undefined);
  const other = plain.find((line) => line.type === type);
  if (other) return { kind: 'changed', place: other.place };
  const otherTypes = [...new Set(plain.map((line) => line.type))];
  const authority = about.find((line) => line.marker === '@cert-authority')?.place;
  return { kind: 'unknown', otherTypes, authority };
}

/** The types of key that are trusted for the host, so that the server is asked for one of them. */
export function knownKeyTypes(lines: readonly KnownHostLine[], name: string): readonly string[] {
  const plain = lines.filter((line) => line.marker === undefined && isAbout(line, name));
  return [...new Set(plain.map((line) => line.type))];
}

/** A line for known_hosts; with `hashed`, one that doesn't give the host's name away. */
export function knownHostsLine(name: string, blob: Buffer, hashed: boolean): string {
  const salt = randomBytes(20);
  const hosts = hashed ? `|1|${salt.toString('base64')}|${hashOf(salt, name)}` : name;
  return `${hosts} ${keyType(blob)} ${blob.toString('base64')}\n`;
}

/** `SHA256:...`, as ssh-keygen prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replaceAll('=', '')}`;
}

/** The type that stands at the start of a key: `ssh-ed25519` and so on. */
export function keyType(blob: Buffer): string {
  return blob.length < 4 ? '' : blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
}

function isAbout(line: KnownHostLine, name: string): boolean {
  if (!line.hosts.startsWith('|')) return matchesPatterns(line.hosts.split(','), name, 'ignored');
  const [, version, salt, hash] = line.hosts.split('|');
  return version === '1' && hash === hashOf(Buffer.from(salt ?? '', 'base64'), name);
}

function hashOf(salt: Buffer, name: string): string {
  return createHmac('sha1', salt).update(name).digest('base64');
}
