import { filters as knownFilters, typeNamed } from '../model/index.ts';
import { positionAt, readXml, type XmlDocument, type XmlElement } from '../xml/index.ts';
import { conditionOf, type Condition } from './conditions.ts';
import { attribute, childOf, childrenOf, flag, numberOf } from './config.ts';
import { simulations } from './filters/index.ts';
import type { PreparedFilter } from './message.ts';
import { javaPattern, type JavaPattern } from './regex.ts';

export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A `<filter>` of the chain. */
export interface ChainFilter {
  readonly name: string;
  readonly id: string | undefined;
  readonly place: SourcePlace;
  readonly condition: Condition;
  /** Undefined: the filter is passed over, and `passedOver` says why. */
  readonly prepared: PreparedFilter | undefined;
  readonly passedOver: string | undefined;
}

export interface ListeningNode {
  readonly id: string;
  readonly hostname: string;
  readonly httpPort: number | undefined;
  readonly httpsPort: number | undefined;
}

export interface Destination {
  readonly id: string;
  readonly protocol: 'http' | 'https';
  readonly hostname: string;
  readonly port: number | undefined;
  readonly rootPath: string;
  readonly isDefault: boolean;
  readonly place: SourcePlace;
}

/** A configuration folder, read for simulation. */
export interface Chain {
  readonly nodes: readonly ListeningNode[];
  readonly bypass: { readonly pattern: JavaPattern; readonly source: string } | undefined;
  readonly filters: readonly ChainFilter[];
  readonly destinations: readonly Destination[];
  readonly rewriteHost: boolean;
  readonly tracing: {
    readonly enabled: boolean;
    readonly rewrite: boolean;
    readonly plainText: boolean;
  };
  readonly via: {
    readonly request: string | undefined;
    readonly response: string | undefined;
    readonly version: boolean;
  };
  /** What could not be read as Repose would read it, in words. */
  readonly warnings: readonly string[];
  /** The names of services in the system model; none of them is simulated. */
  readonly services: readonly string[];
}

/**
 * Reads a folder (file name to text) into a chain.
 *
 * The folder should have passed `check` before: what is not there is taken as its default here.
 *
 * @throws Error when there is no system model that can be read.
 */
export function readChain(folder: ReadonlyMap<string, string>): Chain {
  const documents = new Map<string, XmlDocument>();
  const open = (file: string): XmlDocument | undefined => {
    const text = folder.get(file);
    if (text === undefined) return undefined;
    if (!documents.has(file)) documents.set(file, readXml(text));
    return documents.get(file);
  };
  const file = 'system-model.cfg.xml';
  const document = open(file);
  if (!document?.root) throw new Error(`the folder has no ${file} that can be read`);
  const model = document.root;
  const placeOf = (element: XmlElement): SourcePlace => ({
    file,
    ...positionAt(document, element.start),
  });
  const list = childOf(model, 'filters');
  const bypass = attribute(list, 'bypass-uri-regex');
  const warnings: string[] = [];
  const tracing = childOf(model, 'tracing-header');
  const via = childOf(childOf(open('container.cfg.xml')?.root, 'deployment-config'), 'via-header');
  return {
    nodes: childrenOf(childOf(model, 'nodes'), 'node').map((node) => ({
      id: attribute(node, 'id') ?? '',
      hostname: attribute(node, 'hostname') ?? 'localhost',
      httpPort: numberOf(node, 'http-port') || undefined,
      httpsPort: numberOf(node, 'https-port') || undefined,
    })),
    bypass: bypass === undefined ? undefined : readBypass(bypass, warnings),
    warnings,
    filters: childrenOf(list, 'filter').map((filter) => chainFilter(filter, { open, placeOf })),
    destinations: childrenOf(childOf(model, 'destinations'), 'endpoint').map((endpoint) => ({
      id: attribute(endpoint, 'id') ?? '',
      protocol: attribute(endpoint, 'protocol') === 'http' ? 'http' : 'https',
      hostname: attribute(endpoint, 'hostname') ?? 'localhost',
      port: numberOf(endpoint, 'port') || undefined,
      rootPath: attribute(endpoint, 'root-path') ?? '',
      isDefault: flag(endpoint, 'default', false),
      place: placeOf(endpoint),
    })),
    rewriteHost: flag(model, 'rewrite-host-header', true),
    tracing: {
      enabled: flag(tracing, 'enabled', true),
      rewrite: flag(tracing, 'rewrite-header', false),
      plainText: flag(tracing, 'secondary-plain-text', false),
    },
    via: {
      request: attribute(via, 'request-prefix'),
      response: attribute(via, 'response-prefix'),
      version: flag(via, 'repose-version', true),
    },
    services: childrenOf(childOf(model, 'services'), 'service').map(
      (service) => attribute(service, 'name') ?? '',
    ),
  };
}

function readBypass(source: string, warnings: string[]): Chain['bypass'] {
  try {
    return { pattern: javaPattern(source), source };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    warnings.push(`bypass-uri-regex is passed over: ${error.message}`);
    return undefined;
  }
}

function chainFilter(
  element: XmlElement,
  {
    open,
    placeOf,
  }: {
    open: (file: string) => XmlDocument | undefined;
    placeOf: (element: XmlElement) => SourcePlace;
  },
): ChainFilter {
  const name = attribute(element, 'name') ?? '';
  const about = { name, id: attribute(element, 'id'), place: placeOf(element) };
  let condition: Condition = () => ({ met: true, why: '' });
  const passOver = (passedOver: string): ChainFilter => ({
    ...about,
    condition,
    prepared: undefined,
    passedOver,
  });
  try {
    condition = conditionOf(element);
  } catch (error) {
    if (error instanceof SyntaxError) return passOver(`its condition: ${error.message}`);
    throw error;
  }
  const simulation = simulations.get(name);
  if (!simulation) return passOver(`${name} is not simulated`);
  const config = knownFilters.get(name)?.config;
  const file = attribute(element, 'configuration') || (config && typeNamed(config)?.fileName);
  const root = file ? open(file)?.root : undefined;
  if (file && !root) return passOver(`its file ${file} is not there`);
  try {
    return { ...about, condition, prepared: simulation(root), passedOver: undefined };
  } catch (error) {
    // A regular expression that only Java has.
    if (error instanceof SyntaxError) return passOver(`${file ?? name}: ${error.message}`);
    throw error;
  }
}
