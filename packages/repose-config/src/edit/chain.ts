// Changes to the filter chain of the system model.
import { attribute, elements, type ConfigFile, type Folder } from '../folder/folder.ts';
import { filters, typeNamed } from '../model/index.ts';
import { readXml, type XmlComment, type XmlElement, type XmlNode } from '../xml/index.ts';
import { commentOut, insertChild, removeNode } from './element.ts';
import { brokenFile, editError } from './error.ts';
import { escapeXml } from './escape.ts';
import { chainIndex } from './filter-order.ts';
import { layoutOf, wholeLines } from './layout.ts';
import { fileOf } from './path.ts';
import { makePlan, type EditPlan } from './plan.ts';
import { placeFor } from './set.ts';
import type { TextEdit } from './text-edit.ts';

export type NewFiles = (
  typeName: string,
  folder: Folder,
) => readonly [name: string, text: string][];

export interface AddFilter {
  readonly name: string;
  /** Tells two uses of one filter apart. */
  readonly id?: string | undefined;
  /** The file that it reads in place of its usual one. */
  readonly configuration?: string | undefined;
  /** The configuration file of a type, first, and the files that it names; for those that aren't there. */
  readonly files?: NewFiles | undefined;
}

interface Chain {
  readonly file: ConfigFile;
  readonly root: XmlElement;
  readonly list: XmlElement | undefined;
  readonly filters: readonly XmlElement[];
}

function chainOf(folder: Folder): Chain {
  const file = fileOf(folder, 'system-model');
  const { root, problems } = file.document;
  if (!root || problems.length > 0) {
    throw brokenFile(file);
  }
  const [list] = elements(root, 'filters');
  return { file, root, list, filters: elements(list, 'filter') };
}

/** Puts a filter into the chain where it belongs, and makes its file where there is none. */
export function addFilter(folder: Folder, options: AddFilter): EditPlan {
  const { name, id } = options;
  const info = filters.get(name);
  if (!info) {
    throw editError('UNKNOWN_FILTER', `Repose has no filter ${JSON.stringify(name)}`, {
      wanted: name,
      known: [...filters.keys()],
      hint: '"repose-config explain" lists them all.',
    });
  }
  const { file, root, list, filters: chain } = chainOf(folder);
  const same = chain.find(
    (other) => attribute(other, 'name') === name && attribute(other, 'id') === id,
  );
  if (same) {
    throw editError('FILTER_THERE', `the chain has the filter ${name} already`, {
      hint: 'Give this one an id of its own (--id) to use the filter twice.',
    });
  }
  const summary: string[] = [];
  const created: [string, string][] = [];
  const type = info.config === undefined ? undefined : typeNamed(info.config);
  const wanted = options.configuration ?? type?.fileName;
  if (type && wanted && !folder.names.has(wanted) && options.files) {
    const [own, ...others] = options.files(type.name, folder);
    created.push([wanted, own![1]], ...others);
    summary.push(`write ${created.map(([file]) => file).join(' and ')}`);
  }
  const given = { id, name, configuration: options.configuration };
  const written = Object.entries(given).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const prefix = root.prefix === '' ? '' : `${root.prefix}:`;
  const line = `<${prefix}filter${written.map(([key, value]) => ` ${key}="${escapeXml(value, '"')}"`).join('')}/>`;
  const names = chain.map((other) => attribute(other, 'name') ?? '');
  const index = chainIndex(names, name);
  const place =
    index === 0
      ? 'first'
      : index === names.length
        ? `after ${names.at(-1)}`
        : `before ${names[index]}`;
  summary.unshift(`add the filter ${name}${names.length === 0 ? '' : `, ${place}`}`);
  const edit = list
    ? insertChild(file.document, list, { lines: [line], after: followed(chain, index) })
    : insertChild(file.document, root, {
        lines: [
          `<${prefix}filters>`,
          `${layoutOf(file.document).step}${line}`,
          `</${prefix}filters>`,
        ],
        after: placeFor(root, file.type?.root, 'filters'),
      });
  return makePlan(folder, { summary, changes: [{ file, edits: [edit] }], created });
}

/** What the filter at `index` comes after; in a chain without filters, after its comments. */
function followed(chain: readonly XmlElement[], index: number): XmlNode | 'start' | undefined {
  return chain.length === 0 ? undefined : (chain[index - 1] ?? 'start');
}

/** The one filter of that name, or with that id. */
function findFilter({ file, filters: chain }: Chain, name: string): XmlElement {
  const byId = chain.filter((one) => attribute(one, 'id') === name);
  const found = byId.length > 0 ? byId : chain.filter((one) => attribute(one, 'name') === name);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    const ids = found.map((one, index) => attribute(one, 'id') ?? `number ${index + 1} has none`);
    throw editError('FILTER_AMBIGUOUS', `the chain has the filter ${name} ${found.length} times`, {
      hint: `Name it by its id: ${ids.join(', ')}.`,
    });
  }
  const names = chain.map((one) => attribute(one, 'name') ?? '');
  throw editError(
    'FILTER_NOT_THERE',
    `the chain of ${file.name} has no filter ${JSON.stringify(name)}`,
    {
      wanted: name,
      known: names,
      hint: names.length === 0 ? 'It is empty.' : `It has: ${names.join(', ')}.`,
    },
  );
}

/** Takes a filter out of the chain; its file stays unless `withFile` is set and nothing else reads it. */
export function removeFilter(
  folder: Folder,
  name: string,
  options: { readonly withFile?: boolean } = {},
): EditPlan {
  const chain = chainOf(folder);
  const found = findFilter(chain, name);
  const plan = makePlan(folder, {
    summary: [`remove the filter ${name}`],
    changes: [{ file: chain.file, edits: [removeNode(chain.file.document, found)] }],
  });
  const type = typeNamed(filters.get(attribute(found, 'name') ?? '')?.config ?? '');
  const read = attribute(found, 'configuration') ?? type?.fileName;
  const reads = (one: XmlElement): string | undefined =>
    attribute(one, 'configuration') ??
    typeNamed(filters.get(attribute(one, 'name') ?? '')?.config ?? '')?.fileName;
  const shared = chain.filters.some((one) => one !== found && reads(one) === read);
  if (read === undefined || shared || !folder.names.has(read)) return plan;
  if (!options.withFile)
    return { ...plan, summary: [...plan.summary, `${read} stays, though nothing reads it now`] };
  return {
    summary: [...plan.summary, `remove ${read}`],
    texts: new Map([...plan.texts, [read, undefined]]),
  };
}

/** Makes a comment of a filter, so that requests pass it by. */
export function disableFilter(folder: Folder, name: string): EditPlan {
  const chain = chainOf(folder);
  const found = findFilter(chain, name);
  return makePlan(folder, {
    summary: [`disable the filter ${name}`],
    changes: [{ file: chain.file, edits: [commentOut(chain.file.document, found)] }],
  });
}

/** Takes a filter out of the comment that it stands in; what else the comment holds stays in it. */
export function enableFilter(folder: Folder, name: string): EditPlan {
  const chain = chainOf(folder);
  const comments = (chain.list?.children ?? []).filter((child) => child.kind === 'comment');
  for (const comment of comments) {
    const edits = uncomment(chain, comment, name);
    if (!edits) continue;
    return makePlan(folder, {
      summary: [`enable the filter ${name}`],
      changes: [{ file: chain.file, edits }],
    });
  }
  if (chain.filters.some((one) => [attribute(one, 'name'), attribute(one, 'id')].includes(name))) {
    throw editError('FILTER_THERE', `the filter ${name} is enabled already`);
  }
  throw editError(
    'FILTER_NOT_THERE',
    `no comment in the chain of ${chain.file.name} holds the filter ${JSON.stringify(name)}`,
    {
      hint: filters.has(name)
        ? `"repose-config add filter ${name}" adds it.`
        : 'Nor does Repose have a filter of that name.',
      wanted: name,
      known: [...filters.keys()],
    },
  );
}

function uncomment(chain: Chain, comment: XmlComment, name: string): TextEdit[] | undefined {
  const { document } = chain.file;
  const { source } = document;
  const open = '<x>';
  const written = source.slice(comment.start + 4, comment.end - 3);
  // "disable" writes "- -" for the two dashes that no comment may hold.
  const inner = readXml(`${open}${written}</x>`);
  // Prefixes are bound outside the comment.
  if (inner.problems.some(({ code }) => code !== 'unbound-prefix') || !inner.root) return undefined;
  const found = elements(inner.root, 'filter').find((one) =>
    [attribute(one, 'name'), attribute(one, 'id')].includes(name),
  );
  if (!found) return undefined;
  const offset = comment.start + 4 - open.length;
  const text = source.slice(found.start + offset, found.end + offset).replaceAll('- -', '--');
  const alone = written.trim() === source.slice(found.start + offset, found.end + offset);
  if (alone) return [{ start: comment.start, end: comment.end, text }];
  const names = chain.filters.map((one) => attribute(one, 'name') ?? '');
  const index = chainIndex(names, attribute(found, 'name') ?? '');
  const after: XmlNode = (index > 0 && chain.filters[index - 1]) || comment;
  const lines = wholeLines(source, { start: found.start + offset, end: found.end + offset });
  return [
    { ...lines, text: '' },
    insertChild(document, chain.list!, { lines: text.split(/\r\n|\r|\n/), after }),
  ];
}
