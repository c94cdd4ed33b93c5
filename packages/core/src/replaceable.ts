import { isAbsolute } from 'node:path';
import { interpreterOf, readHead } from './executable.ts';

/** Whether the kernel will surely take a program, for `execReplace`. */
export type Replaceable = { readonly kind: 'yes' } | { readonly kind: 'no'; readonly why: string };

/**
 * Says whether this process can be replaced by the program `file` without the risk that exec fails:
 * Node aborts when it does, and then nothing is left to say why.
 *
 * Sure is: a binary of this machine's own kind whose loader is here, or a script whose `#!` line
 * names such a binary, with arguments that fit. Everything else (a file without `#!`, one for
 * another machine, one that binfmt_misc may know) is better started as a child, where a failure is
 * an error and no abort.
 *
 * @param sizes - argv and environment; together they must stay below what every kernel takes
 * @param own - the program that runs now, to compare with
 */
export function canBeReplacedBy(
  file: string,
  sizes: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> },
  own: string = process.execPath,
): Replaceable {
  let bytes = 0;
  for (const word of sizes.argv) bytes += word.length * 3 + 9;
  for (const [name, value] of Object.entries(sizes.env)) {
    const length = (name.length + value.length) * 3 + 10;
    // Linux refuses a single string of 128 KiB, whatever the sum.
    if (length > 100_000) return { kind: 'no', why: `${name} is too long to be sure` };
    bytes += length;
  }
  if (bytes > 100_000 && sizes.argv.some((word) => word.length * 3 > 100_000)) {
    return { kind: 'no', why: 'an argument is too long to be sure' };
  }
  // The smallest limit that is met: 256 KiB in all on macOS before 10.7; Linux takes 2 MiB and more.
  if (bytes > 200_000) return { kind: 'no', why: 'the arguments are too long to be sure' };
  return checked(file, own, 0);
}

function checked(file: string, own: string, depth: number): Replaceable {
  const head = readHead(file, 1024);
  if (head === undefined) return { kind: 'no', why: `${file} cannot be read` };
  if (head.startsWith('#!')) {
    const interpreter = interpreterOf(head);
    if (interpreter === undefined || !isAbsolute(interpreter) || depth > 2) {
      return { kind: 'no', why: `the #! line of ${file} is unusual` };
    }
    return checked(interpreter, own, depth + 1);
  }
  return sameFormat(file, head, own);
}

function sameFormat(file: string, head: string, own: string): Replaceable {
  const mine = readHead(own, 1024);
  if (mine === undefined) return { kind: 'no', why: 'the running program cannot be read' };
  if (head.startsWith('\x7fELF') && mine.startsWith('\x7fELF')) {
    // Class, byte order and machine.
    const same = head.slice(4, 6) === mine.slice(4, 6) && head.slice(18, 20) === mine.slice(18, 20);
    if (!same) return { kind: 'no', why: `${file} is for another machine` };
    const loader = loaderOf(head);
    // A static program names none; one that names this Node's own loader is as sure as this Node.
    if (loader === undefined || loader === loaderOf(mine)) return { kind: 'yes' };
    return readHead(loader, 4) === undefined
      ? { kind: 'no', why: `its loader ${loader} does not exist` }
      : { kind: 'yes' };
  }
  // Mach-O, thin: magic and processor. A universal file may lack this processor: not sure.
  if (head.length >= 8 && mine.length >= 8 && head.slice(0, 8) === mine.slice(0, 8)) {
    if (/^[\xce\xcf]\xfa\xed\xfe/.test(head)) return { kind: 'yes' };
  }
  return { kind: 'no', why: `${file} is of an unknown format` };
}

/** PT_INTERP of an ELF file, when its header and the name lie in the bytes that were read. */
function loaderOf(head: string): string | undefined {
  const bytes = Buffer.from(head, 'latin1');
  const wide = bytes[4] === 2;
  const big = bytes[5] === 2;
  const half = (at: number): number => (big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at));
  const word = (at: number): number => (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  // Offsets of a program's head fit 32 bits by far: the low word of a wide field is enough.
  const long = (at: number): number => word(wide && big ? at + 4 : at);
  try {
    const table = long(wide ? 32 : 28);
    const size = half(wide ? 54 : 42);
    const count = half(wide ? 56 : 44);
    for (let i = 0; i < count; i++) {
      const entry = table + i * size;
      if (word(entry) !== 3) continue;
      const start = long(entry + (wide ? 8 : 4));
      const length = long(entry + (wide ? 32 : 16));
      return start + length <= bytes.length
        ? bytes.toString('latin1', start, start + length - 1)
        : '(beyond what was read)';
    }
  } catch {
    return '(unreadable)';
  }
  return undefined;
}
