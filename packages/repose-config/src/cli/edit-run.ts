import type { CliContext, Options } from '@nearhand/core/cli';
import { completePath, getValue } from '../edit/index.ts';
import { attribute, elements, type Folder } from '../folder/folder.ts';
import { filters } from '../model/index.ts';
import { positions } from '../xml/index.ts';
import { print } from './command.ts';
import { applyEdits, loadFolder, usage } from './folder-io.ts';

type Context = CliContext<Options>;

function text(context: Context, name: string): string | undefined {
  return context.commandValues[name] as string | undefined;
}

export async function runSet(context: Context): Promise<number> {
  const [key, value, ...more] = context.rest;
  if (key === undefined || value === undefined || more.length > 0) {
    throw usage(
      'set takes a key and a value',
      'For example: set system-model/nodes/node/http-port 9090',
    );
  }
  const id = text(context, 'id');
  if (key === 'endpoint') return applyEdits(context, [{ kind: 'set-endpoint', url: value, id }]);
  return applyEdits(context, [{ kind: 'set', path: key, value }]);
}

export async function runGet(context: Context): Promise<number> {
  const { world, rest, commandValues } = context;
  const begun = text(context, 'complete');
  if (begun !== undefined) return complete(context, begun);
  if (rest.length === 0)
    throw usage('get takes a key', 'For example: get system-model/nodes/node/http-port');
  const { folder } = await loadFolder(world, text(context, 'dir'));
  const found = rest.map((key) =>
    key === 'endpoint' ? defaultEndpoint(folder) : place(folder, key),
  );
  const lines =
    commandValues['json'] === true
      ? [JSON.stringify({ version: 1, values: found }, null, 2)]
      : found.flatMap(({ value }) => value ?? []);
  await print(world, lines.map((line) => `${line}\n`).join(''));
  return found.every(({ value }) => value !== undefined) ? 0 : 1;
}

interface Shown {
  readonly key: string;
  readonly value: string | undefined;
  readonly written: boolean;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

function place(folder: Folder, key: string): Shown {
  const { value, written, file, start } = getValue(folder, key);
  const { text: source, originalOffset } = folder.files.get(file)!;
  return { key, value, written, file, ...positions(source)(originalOffset(start)) };
}

function defaultEndpoint(folder: Folder): Shown {
  const root = folder.files.get('system-model.cfg.xml')?.document.root;
  const all = elements(elements(root, 'destinations')[0], 'endpoint');
  const one = all.find((other) => ['true', '1'].includes(attribute(other, 'default') ?? ''));
  if (!one) return { key: 'endpoint', value: undefined, written: false };
  const port = attribute(one, 'port');
  const path = attribute(one, 'root-path') ?? '';
  const value = `${attribute(one, 'protocol') ?? 'https'}://${attribute(one, 'hostname') ?? 'localhost'}${port === undefined || port === '0' ? '' : `:${port}`}${path}`;
  return { key: 'endpoint', value, written: true };
}

/** Prints the keys that begin like a word, for the shell; with none where there is no folder. */
async function complete({ world, commandValues }: Context, word: string): Promise<number> {
  try {
    const { folder } = await loadFolder(world, commandValues['dir'] as string | undefined);
    const words = ['endpoint', 'filter', 'node', ...filters.keys()].filter((one) =>
      one.startsWith(word),
    );
    const keys = [...completePath(folder, word), ...(word.includes('/') ? [] : words)];
    await print(world, keys.map((key) => `${key}\n`).join(''));
  } catch {
    // There is nothing to offer, and nowhere to say so.
  }
  return 0;
}

export async function runAdd(context: Context): Promise<number> {
  const [what, name, ...more] = context.rest;
  if (name === undefined || more.length > 0) {
    throw usage('add takes what to add, and its name', 'For example: add filter rate-limiting');
  }
  const id = text(context, 'id');
  const values = context.commandValues as {
    readonly default?: boolean;
    readonly 'http-port'?: number;
    readonly 'https-port'?: number;
  };
  switch (what) {
    case 'filter':
      return applyEdits(context, [
        { kind: 'add-filter', name, id, configuration: text(context, 'configuration') },
      ]);
    case 'endpoint':
      return applyEdits(context, [
        { kind: 'add-endpoint', url: name, id, default: values.default },
      ]);
    case 'node':
      return applyEdits(context, [
        {
          kind: 'add-node',
          hostname: name,
          id,
          httpPort: values['http-port'],
          httpsPort: values['https-port'],
        },
      ]);
    default:
      throw usage(
        `${JSON.stringify(what)} is nothing that can be added`,
        'It is one of: filter, endpoint, node.',
      );
  }
}

export async function runRemove(context: Context): Promise<number> {
  const [what, name, ...more] = context.rest;
  const withFile = context.commandValues['with-file'] === true;
  if (what === 'filter' && name !== undefined && more.length === 0) {
    return applyEdits(context, [{ kind: 'remove-filter', name, withFile }]);
  }
  if (what === undefined || what === 'filter' || name !== undefined) {
    throw usage('remove takes a key, or "filter" and a name', 'For example: remove filter cors');
  }
  return applyEdits(context, [{ kind: 'remove', path: what }]);
}

export async function runSwitch(
  context: Context,
  kind: 'enable-filter' | 'disable-filter',
): Promise<number> {
  const [first, ...others] = context.rest;
  const names = first === 'filter' ? others : context.rest;
  if (names.length === 0) throw usage(`${kind.replace('-filter', '')} takes the name of a filter`);
  return applyEdits(
    context,
    names.map((name) => ({ kind, name })),
  );
}
