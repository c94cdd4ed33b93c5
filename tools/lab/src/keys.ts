import { chmodSync, writeFileSync } from 'node:fs';
import ssh2 from 'ssh2';

export interface KeyPair {
  /** In OpenSSH's format. */
  readonly private: string;
  /** One line: type, key, comment. */
  readonly public: string;
}

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** A fresh key pair. Needs no ssh-keygen. */
export function makeKey(type: KeyType = 'ed25519', passphrase?: string): KeyPair {
  for (;;) {
    const key = generate(type, passphrase);
    // ssh2 drops the zero that one ed25519 key in 256 begins with, and can't read the key then.
    if (!(ssh2.utils.parseKey(key.public) instanceof Error)) return key;
  }
}

function generate(type: KeyType, passphrase: string | undefined): KeyPair {
  const common = {
    comment: 'nearhand-lab',
    ...(passphrase === undefined ? {} : { passphrase, cipher: 'aes256-ctr', rounds: 16 }),
  };
  switch (type) {
    case 'ed25519':
      return ssh2.utils.generateKeyPairSync('ed25519', common);
    case 'ecdsa':
      return ssh2.utils.generateKeyPairSync('ecdsa', { ...common, bits: 256 });
    case 'rsa':
      return ssh2.utils.generateKeyPairSync('rsa', { ...common, bits: 2048 });
  }
}

/** Writes the pair to `file` (readable only by us) and `file.pub`. */
export function writeKey(file: string, key: KeyPair): void {
  writeFileSync(file, ensureNewline(key.private), { mode: 0o600 });
  chmodSync(file, 0o600);
  writeFileSync(`${file}.pub`, ensureNewline(key.public));
}

function ensureNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
