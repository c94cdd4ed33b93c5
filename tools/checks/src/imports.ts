import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A source file of a published package: its path within the package, such as `src/cli/run.ts`. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

export interface SourcePackage {
  /** `rdo`, without the scope. */
  readonly name: string;
  readonly files: readonly SourceFile[];
}

interface Import {
  readonly line: number;
  readonly from: string;
  /** Only a type, or loaded when it is needed: nothing that importing the file would load. */
  readonly later: boolean;
}

/** Reads the sources of a package. */
export function sourcesOf(path: string, name: string): SourcePackage {
  const files = readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => ({
      file: `src/${file}`,
      text: readFileSync(join(path, 'src', file), 'utf8'),
    }));
  return { name, files };
}

/**
 * Everything in a package that goes against the direction
 * `bin -> cli.ts -> library files -> @nearhand/core/<subpath> -> node:*`, as `file:line: what`.
 */
export function wrongDirections(found: SourcePackage): readonly string[] {
  return [...found.files.flatMap((file) => inFile(found, file)), ...entriesThatLoadCli(found)];
}

function inFile({ name, files }: SourcePackage, { file, text }: SourceFile): string[] {
  const wrong: string[] = [];
  const say = (line: number, what: string): void => {
    wrong.push(`packages/${name}/${file}:${line}: ${what}`);
  };
  if (/(^|\/)utils?\.ts$/.test(file)) say(1, 'a file is named after what it holds, not utils');
  if (name === 'core' && file === 'src/index.ts') say(1, 'core has no root');
  const isCli = belongsToCli(file);
  for (const { line, from } of importsOf(text)) {
    const scoped = /^@nearhand\/([^/]+)(\/.*)?$/.exec(from);
    if (scoped?.[1] === 'core') {
      if (name === 'core') say(line, 'core imports its own files by their path');
      else if (scoped[2] === undefined) say(line, 'core is imported by subpath');
      else if (scoped[2] === '/cli' && !isCli) say(line, 'only the command line imports core/cli');
    } else if (scoped && scoped[1] !== name) {
      say(line, `no package but core is imported: ${from}`);
    }
    if (!from.startsWith('.')) continue;
    const target = normalize(join(dirname(file), from));
    if (!target.startsWith('src/')) say(line, `${from} leaves the sources of the package`);
    else if (name !== 'core' && !isCli && belongsToCli(target)) {
      say(line, 'a library file imports the command line');
    } else if (from.endsWith('.ts') && !files.some((other) => other.file === target)) {
      say(line, `${from} does not exist`);
    }
  }
  if (name === 'core') return wrong;
  for (const [index, line] of withoutComments(text).split('\n').entries()) {
    if (isCli) continue;
    const touched = /\bprocess\.(stdin|stdout|stderr|argv|exit|exitCode|on|once|kill|chdir)\b/.exec(
      line,
    );
    if (touched) say(index + 1, `a library file touches process.${touched[1]}`);
    // What a caller may leave out is taken from the process that calls.
    const asked = /\bprocess\.(env|cwd)\b/.exec(line);
    const isDefault = /(\?\?|([(,{]|^)\s*\w+(\s*:[^=,]+)?\s*=)\s*process\./.test(line);
    if (asked && !isDefault) {
      say(index + 1, `a library file takes ${asked[1]} as an argument, not from process`);
    }
    if (file === 'src/index.ts' && /^\s*export \* from\b/.test(line)) {
      say(index + 1, 'the public face names what it exports');
    }
  }
  return wrong;
}

/** A library entry that loads the command line, or core/cli, on some way of plain imports. */
function entriesThatLoadCli({ name, files }: SourcePackage): string[] {
  if (name === 'core') return [];
  const byName = new Map(files.map((one) => [one.file, one]));
  const wrong: string[] = [];
  for (const { file } of files.filter((one) => /^src\/[^/]+\.ts$/.test(one.file))) {
    if (belongsToCli(file)) continue;
    const seen = new Set<string>();
    const visit = (at: string, way: readonly string[]): void => {
      if (seen.has(at)) return;
      seen.add(at);
      for (const { from, later } of importsOf(byName.get(at)?.text ?? '')) {
        if (later) continue;
        if (/^(@nearhand\/core\/cli|yargs(-parser)?(\/.*)?)$/.test(from)) {
          wrong.push(`packages/${name}/${file}: loads ${from} by ${[...way, at].join(' -> ')}`);
        }
        if (from.startsWith('.')) visit(normalize(join(dirname(at), from)), [...way, at]);
      }
    };
    visit(file, []);
  }
  return wrong;
}

function belongsToCli(file: string): boolean {
  return file === 'src/cli.ts' || file.startsWith('src/cli/');
}

/** The imports of a module, as its text shows them. */
export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text);
  const pattern =
    /^[ \t]*(?:import|export)\s+(type\s)?[^'"`;()]*?\bfrom\s*(['"])([^'"\n]+)\2|^[ \t]*import\s*(['"])([^'"\n]+)\4|\bimport\(\s*(['"])([^'"\n]+)\6/gm;
  return Array.from(code.matchAll(pattern), (match) => ({
    line: code.slice(0, match.index + match[0].length).split('\n').length,
    from: (match[3] ?? match[5] ?? match[7])!,
    later: match[1] !== undefined || match[7] !== undefined,
  }));
}

/** The text with its comments blanked out, lines kept. Strings that look like comments stay strings. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`)|\/\/[^\n]*|\/\*[^]*?\*\//g,
    (match, string: string | undefined) => string ?? match.replaceAll(/[^\n]/g, ' '),
  );
}
