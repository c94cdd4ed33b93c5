import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext, type ParsedKey } from 'ssh2';

export interface Logins {
  /** Public keys that are let in, in OpenSSH's format. Default: none. */
  readonly keys: readonly string[];
  /** Also accepted, as a password and as the answer to a keyboard-interactive question. */
  readonly password: string | undefined;
}

/** Decides on one attempt to log in, and answers it. */
export function decideLogin(logins: Logins, attempt: AuthContext): void {
  const methods = [
    ...(logins.keys.length > 0 ? (['publickey'] as const) : []),
    ...(logins.password === undefined ? [] : (['keyboard-interactive', 'password'] as const)),
  ];
  switch (attempt.method) {
    case 'publickey': {
      const known = logins.keys
        .map(parse)
        .find((key) => equal(key.getPublicSSH(), attempt.key.data));
      // Without a signature the client only asks whether the key would do.
      const proved =
        attempt.signature === undefined ||
        attempt.blob === undefined ||
        known?.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true;
      if (known && proved) attempt.accept();
      else attempt.reject([...methods]);
      return;
    }
    case 'password':
      if (logins.password !== undefined && same(attempt.password, logins.password))
        attempt.accept();
      else attempt.reject([...methods]);
      return;
    case 'keyboard-interactive': {
      const { password } = logins;
      if (password === undefined) return attempt.reject([...methods]);
      return attempt.prompt([{ prompt: 'Password: ', echo: false }], '', '', (answers) => {
        if (same(answers[0] ?? '', password)) attempt.accept();
        else attempt.reject([...methods]);
      });
    }
    default:
      attempt.reject([...methods]);
  }
}

function parse(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

function same(given: string, wanted: string): boolean {
  return equal(Buffer.from(given), Buffer.from(wanted));
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
