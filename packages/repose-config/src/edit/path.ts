// Readable paths to elements and attributes: `rate-limiting/limit-group[everyone]/limit[1]/value`.
import { attribute, elements, type ConfigFile, type Folder } from '../folder/folder.ts';
import { elementsOf, typeNamed } from '../model/index.ts';
import type { AttributeDecl, ElementDecl } from '../model/declaration.ts';
import type { XmlAttribute, XmlElement } from '../xml/index.ts';
import { pathsTo } from '../reference/find.ts';
import { brokenFile, editError } from './error.ts';

/** One step of a path. */
export interface PathStep {
  readonly name: string;
  /** Its place among those of that name (from 1), the value of its id or name, or of an attribute. */
  readonly pick?:
    | { readonly kind: 'index'; readonly index: number }
    | { readonly kind: 'value'; readonly attribute?: string; readonly value: string };
}

export interface ParsedPath {
  /** The name of a config type, or of a file. */
  readonly file: string;
  readonly steps: readonly PathStep[];
}

/** What a path leads to. What isn't written yet is described by what is declared. */
export interface Target {
  readonly file: ConfigFile;
  /** The elements from the root down, as far as they are written. */
  readonly element: XmlElement;
  /** The steps below `element` that aren't written yet. */
  readonly missing: readonly (PathStep & { readonly decl: ElementDecl })[];
  /** What is declared for the last element: undefined where the file's type is not known. */
  readonly decl: ElementDecl | undefined;
  /** Set where the path ends in an attribute. */
  readonly attribute?: {
    readonly name: string;
    readonly decl: AttributeDecl | undefined;
    readonly node: XmlAttribute | undefined;
  };
}

const step =
  /([^[\]/=@]+)(?:\[(?:(\d+)|(?:@?([^[\]/="'\s]+)=)?(?:"([^"]*)"|'([^']*)'|([^[\]]*)))\])?/y;

/** Reads a path. `[2]` is the second of its name, `[x]` the one whose id (or name) is x, `[a=x]` says which attribute. */
export function parsePath(path: string): ParsedPath {
  const steps: PathStep[] = [];
  let at = 0;
  while (at < path.length) {
    if (path[at] === '@') at += 1;
    step.lastIndex = at;
    const match = step.exec(path);
    if (!match) throw badPath(path, at);
    const [whole, name, index, key, double, single, bare] = match;
    const value = double ?? single ?? bare;
    steps.push({
      name: name!,
      ...(index !== undefined
        ? { pick: { kind: 'index' as const, index: Number(index) } }
        : value !== undefined
          ? {
              pick: {
                kind: 'value' as const,
                value,
                ...(key === undefined ? {} : { attribute: key }),
              },
            }
          : {}),
    });
    at += whole.length;
    if (at < path.length) {
      if (path[at] !== '/' || at === path.length - 1) throw badPath(path, at);
      at += 1;
    }
  }
  const [first, ...rest] = steps;
  if (!first) throw badPath(path, 0);
  return { file: first.name, steps: rest };
}

function badPath(path: string, at: number) {
  return editError(
    'PATH_SYNTAX',
    `${JSON.stringify(path)} is no path: it goes wrong at character ${at + 1}`,
    {
      hint: 'A path is a file type and names with slashes between them, such as system-model/nodes/node[1]/http-port.',
    },
  );
}

/** Follows a path into a folder. */
export function findTarget(folder: Folder, path: string): Target {
  const parsed = parsePath(path);
  const file = fileOf(folder, parsed.file);
  const root = file.document.root;
  if (!root) {
    throw brokenFile(file);
  }
  let element = root;
  let decl = file.type?.root;
  const missing: (PathStep & { decl: ElementDecl })[] = [];
  for (const [index, one] of parsed.steps.entries()) {
    const last = index === parsed.steps.length - 1;
    const children = missing.length > 0 ? [] : elements(element, one.name);
    const child = pick(children, one, path);
    const childDecl = decl && elementsOf(decl.type).find(({ name }) => name === one.name);
    if (child) {
      element = child;
      decl = childDecl;
      continue;
    }
    const target =
      last && !one.pick ? attributeTarget({ element, decl, missing }, one.name) : undefined;
    if (target) return { file, element, missing, decl, attribute: target };
    if (!childDecl || (one.pick?.kind === 'index' && one.pick.index > children.length + 1)) {
      throw notThere({ file, parsed, index, decl, children });
    }
    missing.push({ ...one, decl: childDecl });
    decl = childDecl;
  }
  return { file, element, missing, decl };
}

function attributeTarget(
  {
    element,
    decl,
    missing,
  }: { element: XmlElement; decl: ElementDecl | undefined; missing: readonly unknown[] },
  name: string,
): Target['attribute'] {
  const node = missing.length > 0 ? undefined : element.attributes.find((one) => one.name === name);
  const type = decl?.type;
  const declared =
    type?.kind === 'complex' ? type.attributes.find((one) => one.name === name) : undefined;
  return node || declared ? { name, decl: declared, node } : undefined;
}

/** The file that a name means: a file of the folder, a config type, or a filter. */
export function fileOf(folder: Folder, name: string): ConfigFile {
  const direct = folder.files.get(name) ?? folder.files.get(`${name}.cfg.xml`);
  if (direct) return direct;
  const type = typeNamed(name);
  const found = type && [...folder.files.values()].filter((file) => file.type === type);
  if (found?.length === 1) return found[0]!;
  if (found && found.length > 1) {
    throw editError(
      'PATH_AMBIGUOUS',
      `several files are ${type!.name} files: ${found.map((file) => file.name).join(', ')}`,
      {
        hint: 'Start the path with the name of one of them.',
      },
    );
  }
  const types = [...folder.files.values()].flatMap((file) => file.type ?? []);
  const paths = type ? [] : pathsTo(name, types).map((one) => one.replace('@', ''));
  const known = [...folder.files.values()].map((file) => file.type?.name ?? file.name);
  throw editError(
    'PATH_UNKNOWN',
    type
      ? `the folder has no ${type.fileName}`
      : `the folder has no file for ${JSON.stringify(name)}`,
    {
      hint: type?.filters.length
        ? `"repose-config add filter ${type.filters[0]}" makes it.`
        : paths.length > 0
          ? `A path starts with its file: ${paths.join(', ')}.`
          : `Paths here start with one of: ${known.join(', ')}.`,
    },
  );
}

/** The attributes that tell elements of one name apart, the best first. */
const identifying = ['id', 'name', 'hostname', 'path', 'groups', 'href', 'value'];

export function identify(element: XmlElement): string | undefined {
  for (const name of identifying) {
    const value = attribute(element, name);
    if (value) return value;
  }
  return undefined;
}

function pick(
  children: readonly XmlElement[],
  one: PathStep,
  path: string,
): XmlElement | undefined {
  if (one.pick?.kind === 'index') return children[one.pick.index - 1];
  if (one.pick) {
    const { value, attribute: key } = one.pick;
    const keys = key === undefined ? identifying : [key];
    for (const name of keys) {
      const found = children.filter((child) => attribute(child, name) === value);
      if (found.length > 0) return found[0];
    }
    return undefined;
  }
  if (children.length > 1) {
    const shown = children.map((child, index) => `${one.name}[${identify(child) ?? index + 1}]`);
    throw editError(
      'PATH_AMBIGUOUS',
      `there are ${children.length} elements ${one.name} at ${path}`,
      {
        hint: `Say which: ${shown.slice(0, 8).join(', ')}${shown.length > 8 ? ', …' : ''}.`,
      },
    );
  }
  return children[0];
}

function notThere({
  file,
  parsed,
  index,
  decl,
  children,
}: {
  file: ConfigFile;
  parsed: ParsedPath;
  index: number;
  decl: ElementDecl | undefined;
  children: readonly XmlElement[];
}) {
  const one = parsed.steps[index]!;
  const where = [parsed.file, ...parsed.steps.slice(0, index).map(({ name }) => name)].join('/');
  if (children.length > 0) {
    const shown = children.map((child, at) => identify(child) ?? String(at + 1));
    return editError('PATH_UNKNOWN', `${file.name} has no such ${one.name} at ${where}`, {
      hint: `It has: ${shown.join(', ')}.`,
    });
  }
  const names = decl ? namesBelow(decl) : [];
  return editError('PATH_UNKNOWN', `there is no ${JSON.stringify(one.name)} at ${where}`, {
    hint:
      names.length > 0
        ? `There it can be one of: ${names.join(', ')}.`
        : 'Nothing stands below it.',
    wanted: one.name,
    known: names,
  });
}

/** What may follow an element in a path: its attributes and child elements. */
export function namesBelow(decl: ElementDecl): string[] {
  const attributes =
    decl.type.kind === 'complex' ? decl.type.attributes.map(({ name }) => name) : [];
  return [...new Set([...attributes, ...elementsOf(decl.type).map(({ name }) => name)])];
}
