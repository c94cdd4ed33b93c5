// Changes to the nodes and destinations of the system model.
import { attribute, attributeNode, elements, type Folder } from '../folder/folder.ts';
import type { XmlElement } from '../xml/index.ts';
import { addAttribute, insertChild, setAttribute } from './element.ts';
import { brokenFile, editError } from './error.ts';
import { escapeXml } from './escape.ts';
import { layoutOf } from './layout.ts';
import { fileOf } from './path.ts';
import { makePlan, type EditPlan } from './plan.ts';
import { placeFor } from './set.ts';
import type { TextEdit } from './text-edit.ts';

/** The parts of a destination's URL as the system model has them. */
interface Origin {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly rootPath: string;
}

/** Reads the URL of a destination: http or https, a host, maybe a port and a path, and nothing else. */
export function parseOrigin(text: string): Origin {
  const refuse = (why: string) =>
    editError('BAD_URL', `${JSON.stringify(text)} is no URL of a destination: ${why}`, {
      hint: 'Write it as in https://example.org:8443/v1.',
    });
  const match = /^(https?):\/\/([^/?#]*)([^?#]*)(.*)$/i.exec(text);
  if (!match) throw refuse('it does not start with http:// or https://');
  const [, protocol, authority, path, rest] = match;
  if (rest !== '') throw refuse('a destination has no query and no fragment');
  if (authority!.includes('@')) throw refuse('a destination has no user name');
  // A placeholder may have spaces inside, and is filled in before Repose reads the path.
  if (/\s/.test(path!.replaceAll(/\{\$[^]*?\$\}/g, ''))) {
    throw refuse('a URL has no space, which is written %20');
  }
  const host = /^(\[[0-9a-fA-F:.]+\]|[^:\s[\]]+)(?::(\d+))?$/.exec(authority!);
  if (!host) throw refuse('its host is missing or malformed');
  const port = host[2] === undefined ? '' : String(Number(host[2]));
  if (Number(port) > 65535) throw refuse(`${port} is no port`);
  return {
    protocol: protocol!.toLowerCase(),
    hostname: host[1]!,
    port: port || (protocol!.toLowerCase() === 'https' ? '443' : '80'),
    rootPath: path === '/' ? '' : path!,
  };
}

function systemModel(folder: Folder) {
  const file = fileOf(folder, 'system-model');
  const { root, problems } = file.document;
  if (!root || problems.length > 0) {
    throw brokenFile(file);
  }
  return { file, root };
}

const isTrue = (value: string | undefined): boolean => value === 'true' || value === '1';

/** Points a destination (the default one, unless `id` says which) at a URL. */
export function setEndpoint(folder: Folder, url: string, id?: string): EditPlan {
  const origin = parseOrigin(url);
  const { file, root } = systemModel(folder);
  const all = elements(elements(root, 'destinations')[0], 'endpoint');
  const found =
    id === undefined
      ? (all.find((one) => isTrue(attribute(one, 'default')?.trim())) ??
        (all.length === 1 ? all[0] : undefined))
      : all.find((one) => attribute(one, 'id') === id);
  if (!found) {
    throw editError(
      'NO_ENDPOINT',
      id === undefined
        ? `${file.name} has no default destination`
        : `${file.name} has no destination ${JSON.stringify(id)}`,
      {
        ...(id === undefined
          ? {}
          : { wanted: id, known: all.map((one) => attribute(one, 'id') ?? '') }),
        hint: `"repose-config add endpoint ${url}" adds one.`,
      },
    );
  }
  const wanted: Record<string, string> = {
    protocol: origin.protocol,
    hostname: origin.hostname,
    port: origin.port,
    'root-path': origin.rootPath,
  };
  const defaults: Record<string, string> = { protocol: 'https', 'root-path': '' };
  const edits: TextEdit[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const node = attributeNode(found, name);
    // "/" and nothing are the same root path.
    const same =
      node &&
      (node.value === value || (name === 'root-path' && node.value === '/' && value === ''));
    if (node && !same) edits.push(setAttribute(file.document, node, value));
    else if (!node && defaults[name] !== value)
      edits.push(addAttribute(file.document, found, { name, value }));
  }
  return makePlan(folder, {
    summary: [`send requests for ${attribute(found, 'id') ?? 'the destination'} to ${url}`],
    changes: [{ file, edits }],
  });
}

export interface AddEndpoint {
  readonly url: string;
  /** Default: made of the host name. */
  readonly id?: string | undefined;
  /** Makes it the default in place of the one that is. Default: only where there is none. */
  readonly default?: boolean | undefined;
}

export function addEndpoint(folder: Folder, options: AddEndpoint): EditPlan {
  const origin = parseOrigin(options.url);
  const { file, root } = systemModel(folder);
  const [list] = elements(root, 'destinations');
  const all = elements(list, 'endpoint');
  const ids = all.map((one) => attribute(one, 'id') ?? '');
  const id =
    options.id ??
    freeName(origin.hostname.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, ''), ids);
  if (ids.includes(id)) {
    throw editError('ID_TAKEN', `there is a destination ${JSON.stringify(id)} already`);
  }
  const current = all.filter((one) => isTrue(attribute(one, 'default')?.trim()));
  const isDefault = options.default ?? current.length === 0;
  const edits: TextEdit[] = [];
  if (isDefault) {
    for (const one of current) {
      edits.push(setAttribute(file.document, attributeNode(one, 'default')!, 'false'));
    }
  }
  const line = tag(root, 'endpoint', {
    id,
    protocol: origin.protocol,
    hostname: origin.hostname,
    port: origin.port,
    'root-path': origin.rootPath === '' ? undefined : origin.rootPath,
    default: isDefault ? 'true' : undefined,
  });
  edits.push(insertInto({ file, root }, { list, name: 'destinations', line }));
  return makePlan(folder, {
    summary: [`add the destination ${id}${isDefault ? ' as the default' : ''}`],
    changes: [{ file, edits }],
  });
}

export interface AddNode {
  readonly id?: string | undefined;
  readonly hostname: string;
  readonly httpPort?: number | undefined;
  readonly httpsPort?: number | undefined;
}

export function addNode(folder: Folder, options: AddNode): EditPlan {
  const { file, root } = systemModel(folder);
  const [list] = elements(root, 'nodes');
  const ids = elements(list, 'node').map((one) => attribute(one, 'id') ?? '');
  const id = options.id ?? freeName('node', ids, ids.length + 1);
  if (ids.includes(id))
    throw editError('ID_TAKEN', `there is a node ${JSON.stringify(id)} already`);
  const none = options.httpPort === undefined && options.httpsPort === undefined;
  const line = tag(root, 'node', {
    id,
    hostname: options.hostname,
    'http-port': none ? '8080' : options.httpPort?.toString(),
    'https-port': options.httpsPort?.toString(),
  });
  return makePlan(folder, {
    summary: [`add the node ${id}`],
    changes: [{ file, edits: [insertInto({ file, root }, { list, name: 'nodes', line })] }],
  });
}

function insertInto(
  { file, root }: ReturnType<typeof systemModel>,
  { list, name, line }: { list: XmlElement | undefined; name: string; line: string },
): TextEdit {
  if (list) {
    return insertChild(file.document, list, { lines: [line], after: elements(list).at(-1) });
  }
  const prefix = root.prefix === '' ? '' : `${root.prefix}:`;
  return insertChild(file.document, root, {
    lines: [`<${prefix}${name}>`, `${layoutOf(file.document).step}${line}`, `</${prefix}${name}>`],
    after: placeFor(root, file.type?.root, name),
  });
}

function tag(root: XmlElement, name: string, values: Record<string, string | undefined>): string {
  const prefix = root.prefix === '' ? '' : `${root.prefix}:`;
  const written = Object.entries(values)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(value, '"')}"`);
  return `<${prefix}${name}${written.join('')}/>`;
}

function freeName(base: string, taken: readonly string[], first = 0): string {
  for (let count = first; ; count += 1) {
    const name = count === 0 ? base : `${base}${first > 0 ? '' : '-'}${count}`;
    if (name !== '' && !taken.includes(name)) return name;
  }
}
