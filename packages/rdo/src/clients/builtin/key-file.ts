import { readFileSync } from 'node:fs';
import ssh2, { type ParsedKey } from 'ssh2';

const OPENSSH_MAGIC = 'openssh-key-v1\0';

/**
 * The public part of the key in `file`, without its passphrase: from the file beside it, or from the
 * unencrypted head of OpenSSH's own format (PROTOCOL.key in its sources).
 */
export function publicKeyOf(file: string, text: Buffer): ParsedKey | Error {
  const plain = parse(text);
  if (!(plain instanceof Error)) return plain;
  const beside = parse(readIfThere(`${file}.pub`));
  if (!(beside instanceof Error)) return beside;
  const blob = headOf(text);
  if (blob === undefined) return plain;
  const type = blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
  return parse(Buffer.from(`${type} ${blob.toString('base64')}`));
}

function parse(text: Buffer): ParsedKey | Error {
  const parsed = ssh2.utils.parseKey(text) as ParsedKey | ParsedKey[] | Error;
  return Array.isArray(parsed) ? parsed[0]! : parsed;
}

function headOf(text: Buffer): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(
    text.toString('latin1'),
  );
  if (!body) return undefined;
  const data = Buffer.from(body[1]!, 'base64');
  if (!data.toString('latin1').startsWith(OPENSSH_MAGIC)) return undefined;
  let at = OPENSSH_MAGIC.length;
  const next = (): Buffer => {
    const length = data.readUInt32BE(at);
    const field = data.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return field;
  };
  try {
    // The cipher, the way to the key of the cipher, and its options.
    for (let i = 0; i < 3; i += 1) next();
    at += 4;
    return next();
  } catch {
    return undefined;
  }
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
