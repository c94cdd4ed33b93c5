import { toShell } from '@nearhand/core/quote';
import type { FileSystem } from '../fs.ts';
import type { Observations } from './record.ts';

/** The tests, as commands of a shim, under which a resolution still holds. */
export interface Guards {
  readonly tests: readonly string[];
  /** What is tested by its time of change. */
  readonly timed: readonly string[];
}

/** Files up to this size are compared by their text, which no clock can deceive. */
const SMALL = 1000;

/**
 * Makes of everything that was seen the tests that it is still so.
 *
 * @param own - files of xe itself, to be tested by their time
 * @param dir - the folder that the entry is for
 */
export function guardsOf(
  seen: Observations,
  fs: FileSystem,
  { own, dir: base }: { readonly own: readonly string[]; readonly dir: string },
): Guards {
  const timed = new Set<string>(own);
  const tests: string[] = [];
  for (const [dir, asked] of seen.names) {
    // The shim itself looks at what lies between the working directory and the entry's folder.
    if (dir !== base && dir.startsWith(base === '/' ? base : `${base}/`)) continue;
    const names = [...asked];
    const present = names.filter(([, there]) => there).map(([name]) => name);
    const absent = names.filter(([, there]) => !there).map(([name]) => name);
    if (present.length > 0) tests.push(`__xe_all ${toShell([dir, ...present])}`);
    if (absent.length > 0) tests.push(`__xe_none ${toShell([dir, ...absent])}`);
  }
  for (const [path, text] of seen.texts) {
    if (text === undefined) tests.push(`[ ! -r ${toShell([path])} ]`);
    else if (text.length > SMALL || /[\0\r\uFFFD]/.test(text)) timed.add(path);
    else {
      const lines = text.split('\n');
      if (lines.at(-1) === '') lines.pop();
      tests.push(`__xe_lines ${toShell([path, ...lines])}`);
    }
  }
  for (const [path, kind] of seen.kinds) {
    const word = toShell([path]);
    if (kind === undefined) tests.push(`[ ! -e ${word} ]`, `[ ! -L ${word} ]`);
    else if (kind === 'broken') tests.push(`[ -L ${word} ]`, `[ ! -e ${word} ]`);
    else if (kind === 'directory') tests.push(`[ -d ${word} ]`);
    else tests.push(`[ -e ${word} ]`, `[ ! -d ${word} ]`);
  }
  for (const [path, may] of seen.executables) {
    tests.push(may ? `[ -x ${toShell([path])} ]` : `[ ! -x ${toShell([path])} ]`);
  }
  for (const path of seen.contents) {
    if (fs.kind(path) === undefined) tests.push(`[ ! -e ${toShell([path])} ]`);
    else timed.add(path);
  }
  if (timed.size > 0) tests.push(`__xe_older ${toShell([...timed])}`);
  return { tests, timed: [...timed] };
}

/** Tests that the variables are what they were. An unset one is told from an empty one. */
export function variableGuards(
  env: Readonly<Record<string, string | undefined>>,
  names: Iterable<string>,
): readonly string[] {
  return [...new Set(names)]
    .filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    .map((name) => {
      const value = env[name];
      return value === undefined
        ? `[ -z "\${${name}+set}" ]`
        : `[ "\${${name}+set}" = set ] && [ "$${name}" = ${toShell([value])} ]`;
    });
}
