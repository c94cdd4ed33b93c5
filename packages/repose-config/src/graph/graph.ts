import type { Finding } from '../finding.ts';
import { attribute, elements, type ConfigFile, type Folder } from '../folder/folder.ts';
import { fileNameOf, viewFolder, type FolderView } from '../folder/rule.ts';
import { filters as knownFilters } from '../model/index.ts';
import { positions, type Position, type XmlElement } from '../xml/index.ts';
import { conditionText } from './condition-text.ts';

/** Where a part of the picture is written. */
export interface GraphPlace extends Position {
  readonly file: string;
}

/** One box: what it is called, what it does, where it stands, and what is wrong with it. */
export interface GraphBox {
  /** Unique in the graph, of letters, digits and dashes. */
  readonly key: string;
  readonly title: string;
  /** One line for what it does or is. */
  readonly about: string;
  readonly place: GraphPlace | undefined;
  readonly findings: readonly Finding[];
}

export interface FilterBox extends GraphBox {
  readonly name: string;
  /** When it runs, in words; undefined: always. */
  readonly condition: string | undefined;
  /** The file that it reads. */
  readonly configuration: string | undefined;
  /** The keys of destinations that it may choose. */
  readonly leadsTo: readonly string[];
}

export interface DestinationBox extends GraphBox {
  readonly url: string;
  readonly isDefault: boolean;
}

/** A folder as a picture has it. */
export interface Graph {
  readonly nodes: readonly GraphBox[];
  readonly filters: readonly FilterBox[];
  readonly destinations: readonly DestinationBox[];
  readonly services: readonly string[];
  /** The regular expression of paths that pass all filters by. */
  readonly bypass: string | undefined;
  /** Findings that belong to no box. */
  readonly others: readonly Finding[];
}

/** Makes the picture of a folder: of its system model, and of what the filters' files say. */
export function graphOf(folder: Folder, findings: readonly Finding[] = []): Graph {
  const view = viewFolder(folder);
  // Also of a model with mistakes, as far as it can be read.
  const file = view.model ?? folder.files.get('system-model.cfg.xml');
  const root = file?.document.root;
  const list = (outer: string, inner: string) => elements(elements(root, outer)[0], inner);
  const maker = new BoxMaker(file, findings);
  const destinations = list('destinations', 'endpoint').map((one, index) =>
    destinationBox(maker, one, index),
  );
  const keys = new Map(destinations.map((one) => [one.title, one.key]));
  const graph = {
    nodes: list('nodes', 'node').map((node, index) =>
      maker.box(node, `node-${index + 1}`, {
        title: attribute(node, 'id') ?? `node ${index + 1}`,
        about: listens(node),
      }),
    ),
    filters: list('filters', 'filter').map((filter, index) =>
      filterBox({ maker, view, keys }, filter, index),
    ),
    destinations,
    services: list('services', 'service').map((one) => attribute(one, 'name') ?? ''),
    bypass: attribute(elements(root, 'filters')[0], 'bypass-uri-regex'),
  };
  return { ...graph, others: findings.filter((finding) => !maker.used.has(finding)) };
}

/** Makes boxes, and gives each finding to the box that it is about. */
class BoxMaker {
  readonly used = new Set<Finding>();
  readonly #file: ConfigFile | undefined;
  readonly #findings: readonly Finding[];
  readonly #position: (offset: number) => Position;

  constructor(file: ConfigFile | undefined, findings: readonly Finding[]) {
    this.#file = file;
    this.#findings = findings;
    const place = positions(file?.text ?? '');
    this.#position = (offset) => place(file?.originalOffset(offset) ?? offset);
  }

  box(
    element: XmlElement,
    key: string,
    { title, about, reads }: { title: string; about: string; reads?: string | undefined },
  ): GraphBox {
    const start = this.#position(element.start);
    const end = this.#position(element.end);
    const findings = this.#findings.filter(
      (finding) =>
        (finding.file === this.#file?.name && isWithin(finding.start, start, end)) ||
        (reads !== undefined && finding.file === reads),
    );
    for (const finding of findings) this.used.add(finding);
    const file = this.#file?.name ?? '';
    return { key, title, about, place: { file, ...start }, findings };
  }
}

function isWithin(place: Position, start: Position, end: Position): boolean {
  const value = ({ line, column }: Position): number => line * 1e6 + column;
  return value(place) >= value(start) && value(place) < value(end);
}

function listens(node: XmlElement): string {
  const host = attribute(node, 'hostname') ?? '?';
  const ports = [
    ['http', attribute(node, 'http-port')],
    ['https', attribute(node, 'https-port')],
  ].filter(([, port]) => port !== undefined && port !== '0');
  return ports.map(([protocol, port]) => `${protocol}://${host}:${port}`).join(', ') || host;
}

function destinationBox(maker: BoxMaker, element: XmlElement, index: number): DestinationBox {
  const protocol = attribute(element, 'protocol') ?? 'https';
  const port = attribute(element, 'port') ?? '0';
  const usual = port === '0' || port === (protocol === 'https' ? '443' : '80');
  const path = attribute(element, 'root-path') ?? '';
  const url = `${protocol}://${attribute(element, 'hostname') ?? 'localhost'}${usual ? '' : `:${port}`}${path}`;
  const isDefault = ['true', '1'].includes((attribute(element, 'default') ?? '').trim());
  const title = attribute(element, 'id') ?? `destination ${index + 1}`;
  return {
    ...maker.box(element, `destination-${index + 1}`, { title, about: url }),
    url,
    isDefault,
  };
}

function filterBox(
  { maker, view, keys }: { maker: BoxMaker; view: FolderView; keys: ReadonlyMap<string, string> },
  element: XmlElement,
  index: number,
): FilterBox {
  const name = attribute(element, 'name') ?? `filter ${index + 1}`;
  const id = attribute(element, 'id');
  const configuration = fileNameOf(element);
  const about = knownFilters.get(name)?.doc ?? 'A filter that Repose itself does not bring';
  const title = id === undefined ? name : `${name} (${id})`;
  return {
    ...maker.box(element, `filter-${index + 1}`, { title, about, reads: configuration }),
    name,
    condition: conditionText(element),
    configuration,
    leadsTo: chosen(view, configuration).flatMap((one) => keys.get(one) ?? []),
  };
}

/** The destinations that a routing filter names in its file. */
function chosen({ folder }: FolderView, configuration: string | undefined): string[] {
  const file = folder.files.get(configuration ?? '');
  const root = file?.document.root;
  const values =
    file?.type?.name === 'destination-router'
      ? elements(root, 'target').map((one) => attribute(one, 'id'))
      : file?.type?.name === 'versioning'
        ? elements(root, 'version-mapping').map((one) => attribute(one, 'pp-dest-id'))
        : [];
  return [...new Set(values.filter((value) => value !== undefined))];
}
