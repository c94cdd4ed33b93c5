import { unknownName, type Sourced } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import type { Rules } from '../rules.ts';
import { readFully } from './full.ts';
import { readQuickly } from './quick.ts';
import type { NamedCommand, Xerc } from './settings.ts';
import type { TreeEntry } from './tree.ts';
import { splitWords } from './words.ts';

type Draft = { -readonly [K in keyof Xerc]: Xerc[K] };
type Context = { readonly rules: Rules; readonly home: string | undefined };

/** One function per key: reads its value into the draft. */
const KEYS: Record<string, (draft: Draft, entry: TreeEntry, context: Context) => void> = {
  root(draft, entry) {
    draft.root = boolean(draft, entry).value;
  },
  VENV(draft, entry, context) {
    draft.venv = path(draft, entry, context);
  },
  TEST_RUNNER(draft, entry) {
    draft.testRunner = words(draft, entry);
  },
  DJANGO_MANAGE(draft, entry, context) {
    draft.djangoManage = path(draft, entry, context);
  },
  USE_RDO(draft, entry) {
    draft.useRdo = boolean(draft, entry);
  },
  RDO_COMMANDS(draft, entry) {
    draft.rdoCommands = list(draft, entry);
  },
  WITHENV_DEFAULT(draft, entry) {
    draft.withenvDefault = words(draft, entry);
  },
  path(draft, entry, context) {
    const nodes = entry.node.kind === 'list' ? entry.node.items : [entry.node];
    draft.path = nodes.map((node) => path(draft, { ...entry, node }, context));
  },
  env(draft, entry) {
    const env: Record<string, Sourced<string | null>> = {};
    for (const one of entriesOf(draft, entry)) {
      if (!/^[^=\0]+$/.test(one.key)) throw wrong(draft, one, 'is no name for a variable');
      if (one.key.toUpperCase() === 'PATH') {
        throw wrong(draft, one, 'is set by xe itself', 'Name the folders to add under `path`.');
      }
      const empty = one.node.kind === 'scalar' && one.node.value === null;
      env[one.key] = empty ? sourced(draft, one, null) : text(draft, one);
    }
    draft.env = env;
  },
  commands(draft, entry) {
    const commands: Record<string, Sourced<NamedCommand>> = {};
    for (const one of entriesOf(draft, entry)) commands[one.key] = namedCommand(draft, one);
    draft.commands = commands;
  },
};

/**
 * Reads one `.xerc`.
 *
 * @throws ToolError `XERC_SYNTAX`, `CONFIG_UNKNOWN_KEY` or `XERC_VALUE`, each with the place
 */
export function readXerc(file: string, content: string, context: Context): Xerc {
  const draft: Draft = {
    file,
    dir: context.rules.dirname(file),
    text: content,
    files: [file],
    path: [],
    env: {},
    commands: {},
  };
  const tree = readQuickly(content) ?? readFully(content, file);
  if (!tree || (tree.kind === 'scalar' && tree.value === null)) return draft;
  if (tree.kind !== 'map') {
    throw new ToolError('a .xerc is a YAML map: `KEY: value` lines', {
      code: 'XERC_VALUE',
      place: { file, line: tree.line, column: tree.column },
    });
  }
  for (const entry of tree.entries) {
    const read = Object.hasOwn(KEYS, entry.key) ? KEYS[entry.key] : undefined;
    if (!read) {
      throw unknownName('key', entry.key, {
        known: Object.keys(KEYS),
        place: placeOf(draft, entry),
      });
    }
    // `KEY:` with nothing after it is as if it weren't there, as it was for the original.
    if (entry.node.kind === 'scalar' && entry.node.value === null) continue;
    read(draft, entry, context);
  }
  return draft;
}

const placeOf = (draft: Draft, spot: { line: number; column: number }) => ({
  file: draft.file,
  line: spot.line,
  column: spot.column,
});

function sourced<T>(draft: Draft, spot: { line: number; column: number }, value: T): Sourced<T> {
  return { value, origin: { kind: 'file', ...placeOf(draft, spot) } };
}

function wrong(draft: Draft, entry: TreeEntry, problem: string, hint?: string): ToolError {
  return new ToolError(`${entry.key} ${problem}`, {
    code: 'XERC_VALUE',
    place: placeOf(draft, entry.node.kind === 'scalar' ? entry.node : entry),
    hint,
  });
}

function boolean(draft: Draft, entry: TreeEntry): Sourced<boolean> {
  const { node } = entry;
  // PyYAML, which the original read its file with, takes these words too.
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'boolean') return sourced(draft, entry, value);
  if (typeof value === 'string' && /^(?:yes|on)$/i.test(value)) return sourced(draft, entry, true);
  if (typeof value === 'string' && /^(?:no|off)$/i.test(value)) return sourced(draft, entry, false);
  throw wrong(draft, entry, 'must be true or false');
}

function text(draft: Draft, entry: TreeEntry): Sourced<string> {
  const { node } = entry;
  if (node.kind !== 'scalar' || node.value === null) throw wrong(draft, entry, 'must be a text');
  const value = String(node.value);
  if (value.includes('\0')) throw wrong(draft, entry, 'holds a NUL character');
  return sourced(draft, entry, value);
}

function path(draft: Draft, entry: TreeEntry, { rules, home }: Context): Sourced<string> {
  const { value, origin } = text(draft, entry);
  if (value.trim() === '') throw wrong(draft, entry, 'is empty');
  if (value !== '~' && !value.startsWith('~/')) {
    return { value: rules.resolve(draft.dir, value), origin };
  }
  if (home === undefined) throw wrong(draft, entry, 'starts with ~, and HOME is not set');
  return { value: rules.join(home, value.slice(1)), origin };
}

function list(draft: Draft, entry: TreeEntry): Sourced<readonly string[]> {
  if (entry.node.kind !== 'list') throw wrong(draft, entry, 'must be a list');
  const items = entry.node.items.map((node) => text(draft, { ...entry, node }).value);
  return sourced(draft, entry, items);
}

function words(draft: Draft, entry: TreeEntry): Sourced<readonly string[]> {
  if (entry.node.kind === 'list') return nonEmpty(draft, entry, list(draft, entry).value);
  const split = splitWords(text(draft, entry).value);
  if (!split) throw wrong(draft, entry, 'has a quote that is not closed');
  return nonEmpty(draft, entry, split);
}

function nonEmpty(
  draft: Draft,
  entry: TreeEntry,
  value: readonly string[],
): Sourced<readonly string[]> {
  if (value.length === 0) throw wrong(draft, entry, 'is empty');
  return sourced(draft, entry, value);
}

function namedCommand(draft: Draft, entry: TreeEntry): Sourced<NamedCommand> {
  if (entry.node.kind === 'list') {
    const { value } = nonEmpty(draft, entry, list(draft, entry).value);
    return sourced(draft, entry, { kind: 'words', words: value });
  }
  const line = text(draft, entry).value;
  if (line.trim() === '') throw wrong(draft, entry, 'is empty');
  return sourced(draft, entry, { kind: 'shell', line });
}

function entriesOf(draft: Draft, entry: TreeEntry): readonly TreeEntry[] {
  if (entry.node.kind !== 'map') throw wrong(draft, entry, 'must be a map of names and values');
  return entry.node.entries;
}
