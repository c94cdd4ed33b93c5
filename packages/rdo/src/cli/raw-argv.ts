import { readFileSync } from 'node:fs';

/**
 * The command's words as bytes.
 *
 * Node decodes its argv as UTF-8, and bytes that aren't become U+FFFD. Where that may have happened
 * the words are read again from /proc, which Linux has; elsewhere they can't be had, and stay as they are.
 *
 * @param rest - the command, the last words of `argv`
 * @param argv - all words after the tool's name
 */
export function commandBytes(
  rest: readonly string[],
  argv: readonly string[],
  cmdline: () => Buffer = () => readFileSync('/proc/self/cmdline'),
): readonly Uint8Array[] {
  const decoded = rest.map((word) => Buffer.from(word, 'utf8'));
  if (!rest.some((word) => word.includes('\uFFFD'))) return decoded;
  let raw: Buffer;
  try {
    raw = cmdline();
  } catch {
    return decoded;
  }
  const words: Buffer[] = [];
  for (let at = 0; at < raw.length;) {
    const end = raw.indexOf(0, at);
    words.push(raw.subarray(at, end === -1 ? raw.length : end));
    at = end === -1 ? raw.length : end + 1;
  }
  const own = words.slice(-argv.length);
  // Only when these are really our words: a test, or another program, may have called us with others.
  const same =
    own.length === argv.length && own.every((word, i) => word.toString('utf8') === argv[i]);
  return same ? own.slice(argv.length - rest.length) : decoded;
}
