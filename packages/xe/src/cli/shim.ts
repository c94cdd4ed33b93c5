import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { toShell } from '@nearhand/core/quote';
import { ToolError } from '@nearhand/core/errors';
import { finders } from '../finders/index.ts';
import { realFileSystem } from '../fs.ts';
import { SHIM_MARK } from '../lookup.ts';
import { allMarkers } from '../project.ts';
import { pathEntries, rulesOf, variable } from '../rules.ts';
import type { Context } from './context.ts';
import { usage } from './usage.ts';

const require = createRequire(import.meta.url);

/** Writes a shim for each name, and prints where. */
export async function writeShims(context: Context): Promise<number> {
  const { rest, world, values, report, command } = context;
  const names = command === undefined ? rest : [command, ...rest];
  if (names.length === 0)
    throw usage('--shim needs the names of programs', 'As in: xe --shim python');
  for (const name of names) checkName(name);
  const rules = rulesOf(world.platform);
  const given = values['shim-dir'];
  const dir =
    given === undefined
      ? baseFolder(world.env, 'DATA', 'share', 'shims')
      : resolvePath(world.cwd, given);
  const cache = baseFolder(world.env, 'CACHE', undefined, 'shims');
  const files = names.map((name) => ({
    name,
    file: join(dir, rules.windows ? `${name}.cmd` : name),
  }));
  for (const { file } of files) refuseForeign(file, rules.windows);
  mkdirSync(dir, { recursive: true });
  for (const { name, file } of files) {
    const text = rules.windows ? cmdText(name) : shimText(name, cache);
    const temporary = `${file}.${process.pid}`;
    try {
      writeFileSync(temporary, text, { flag: 'wx' });
      chmodSync(temporary, 0o755);
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    world.stdout.write(`${file}\n`);
  }
  const entries = pathEntries(variable(world.env, 'PATH', rules), rules);
  if (!entries.some((entry) => rules.same(entry, dir))) {
    report.note(`${dir} is not on PATH: put it first there, or give an IDE the full path`);
  }
  return 0;
}

function checkName(name: string): void {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(name)) {
    throw usage(`${JSON.stringify(name)} is no name of a program`);
  }
  if (name === 'xe' || name === 'sh') throw usage(`a shim of ${name} would run itself`);
}

/** A folder of xe's own: below what XDG says, or its usual place. */
function baseFolder(
  env: Context['world']['env'],
  kind: 'DATA' | 'CACHE',
  local: string | undefined,
  name: string,
): string {
  const base = env[`XDG_${kind}_HOME`];
  if (base?.startsWith('/')) return join(base, 'xe', name);
  const home = env['HOME'] ?? env['USERPROFILE'];
  if (!home)
    throw new ToolError('HOME is not set', { code: 'NO_HOME', hint: 'Say where: --shim-dir DIR' });
  return local === undefined
    ? join(home, '.cache', 'xe', name)
    : join(home, '.local', local, 'xe', name);
}

/** Nothing is overwritten but a shim. */
function refuseForeign(file: string, windows: boolean): void {
  const text = realFileSystem.read(file);
  if (text === undefined && realFileSystem.kind(file) === undefined) return;
  if (text?.includes(windows ? 'rem A shim of xe' : SHIM_MARK) === true) return;
  throw new ToolError('the file exists, and it is no shim of xe', {
    code: 'SHIM_EXISTS',
    place: { file },
    hint: 'Remove it, or write the shims elsewhere: --shim-dir DIR',
  });
}

/** The folder of the installed package. */
export function packageFolder(): string {
  return dirname(require.resolve('@nearhand/xe/package.json'));
}

function shimText(name: string, cache: string): string {
  const template = readFileSync(join(packageFolder(), 'shim', 'shim.sh'), 'utf8');
  const quoted = (text: string): string => toShell([text]).slice(1, -1);
  const values: Record<string, string> = {
    name: quoted(name),
    cache: quoted(cache),
    node: quoted(process.execPath),
    xe: quoted(join(packageFolder(), 'bin', 'xe.cjs')),
    markers: toShell([...allMarkers(finders)]),
  };
  return template.replaceAll(/@(name|cache|node|xe|markers)@/g, (_, key: string) => values[key]!);
}

function cmdText(name: string): string {
  const xe = join(packageFolder(), 'bin', 'xe.cjs');
  return `@rem A shim of xe\r\n@"${process.execPath}" "${xe}" -- ${name} %*\r\n`;
}
