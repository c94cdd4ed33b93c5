/**
 * argv as shell text. Two functions, because two readers: a shell that must get back exactly the
 * same words ({@link toShell}), and a person who should be able to read them ({@link toDisplay}).
 */

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Shell syntax at the start of a line: these words would not run the program of that name. */
const RESERVED = new Set(
  (
    'if then else elif fi case esac for select while until do done in function time coproc ' +
    // zsh's own.
    'foreach repeat end nocorrect'
  ).split(' '),
);

/**
 * One line of text that any POSIX sh splits back into exactly these words.
 *
 * For execution by a shell that is known to be sh, bash, dash, ksh, zsh or busybox ash. It is not
 * for fish or tcsh, which read `\` and `!` inside single quotes.
 *
 * @throws TypeError when a word holds a NUL character, which no argv can.
 */
export function toShell(argv: readonly string[]): string {
  return argv.map(singleQuoted).join(' ');
}

/**
 * One line that a person can read and paste into bash, zsh or ksh, with the same result.
 *
 * Words that need no quotes get none; a word with control characters is written as `$'...'`, so
 * that nothing in it can move the cursor or hide.
 *
 * @throws TypeError when a word holds a NUL character, which no argv can.
 */
export function toDisplay(argv: readonly string[]): string {
  return argv.map((word, index) => readable(word, index === 0)).join(' ');
}

function singleQuoted(word: string): string {
  refuseNul(word);
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function readable(word: string, first: boolean): string {
  refuseNul(word);
  // `=ls` would be expanded by zsh; in the first place, `a=b` is an assignment.
  if (PLAIN.test(word) && !word.startsWith('=')) {
    if (!first || !(word.includes('=') || RESERVED.has(word))) return word;
  }
  // C0, DEL, C1, line separators, and marks that change the direction of text.
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(word)) {
    return `$'${Array.from(word, ansiC).join('')}'`;
  }
  return singleQuoted(word);
}

function ansiC(character: string): string {
  const named: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\u001b': '\\e' };
  if (character === "'" || character === '\\') return `\\${character}`;
  if (named[character]) return named[character];
  const code = character.codePointAt(0)!;
  const hidden =
    // A bash at a terminal looks for its history even inside $'...'.
    character === '!' ||
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    /[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(character);
  if (!hidden) return character;
  // Octal per byte: `\u` would depend on the locale of the shell that reads it.
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('');
}

function refuseNul(word: string): void {
  if (word.includes('\0')) throw new TypeError('an argument cannot hold a NUL character');
}
