// Rules about the nodes: where Repose runs, and on which ports it listens.
import type { XmlAttribute, XmlElement } from '../../xml/index.ts';
import { attribute, attributeNode, elements, isKnown, type ConfigFile } from '../folder.ts';
import type { FolderRule, FolderView } from '../rule.ts';

const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/i;

/** Repose looks for the node that it is by its host name, and does not start where none is local. */
export const localNode: FolderRule = ({ model, nodes, around }, report) => {
  const names = around.hostNames?.map((name) => name.toLowerCase());
  if (!names || nodes.length === 0) return;
  const given = nodes.map((node) => attribute(node, 'hostname') ?? '');
  const local = (name: string): boolean =>
    !isKnown(name) || loopback.test(name.trim()) || names.includes(name.trim().toLowerCase());
  if (given.some(local)) return;
  report({
    code: 'local-node',
    severity: 'warning',
    at: [model!, attributeNode(nodes[0], 'hostname') ?? nodes[0]!],
    message: `no node has a hostname of this machine (${given.join(', ')}): Repose would not start here`,
    hint: `On this machine, a node needs hostname="localhost"${names[0] ? ` or hostname="${names[0]}"` : ''}. If the folder is for another one, all is well.`,
  });
};

interface Listener {
  readonly host: string;
  readonly port: number;
  readonly file: ConfigFile;
  readonly part: XmlAttribute | XmlElement;
  readonly what: string;
}

function portOf(value: string | undefined): number | undefined {
  if (value === undefined || !/^\s*\+?\d+\s*$/.test(value)) return undefined;
  return Number(value);
}

function* listeners({ model, nodes, known, services }: FolderView): Generator<Listener> {
  const datastore = services.some((one) => attribute(one, 'name') === 'dist-datastore')
    ? known.find((file) => file.name === 'dist-datastore.cfg.xml')
    : undefined;
  const ports = elements(elements(datastore?.document.root, 'port-config')[0], 'port');
  for (const node of nodes) {
    const id = attribute(node, 'id') ?? '';
    const written = attribute(node, 'hostname')?.trim().toLowerCase() ?? '';
    const host = loopback.test(written) ? 'localhost' : written;
    for (const name of ['http-port', 'https-port']) {
      const part = attributeNode(node, name);
      const port = portOf(part?.value);
      if (part && port) yield { host, port, file: model!, part, what: `${name} of node ${id}` };
    }
    const own =
      ports.find((one) => attribute(one, 'node') === id) ??
      ports.find((one) => ['-1', undefined].includes(attribute(one, 'node')));
    const part = attributeNode(own, 'port');
    const port = portOf(part?.value);
    if (datastore && part && port) {
      yield { host, port, file: datastore, part, what: `the datastore of node ${id}` };
    }
  }
}

/** No two things on one host can listen on one port. */
export const portClash: FolderRule = (view, report) => {
  const taken = new Map<string, Listener>();
  const reported = new Set<Listener['part']>();
  for (const one of listeners(view)) {
    const key = `${one.host} ${one.port}`;
    const other = taken.get(key);
    if (!other) {
      taken.set(key, one);
      continue;
    }
    if (reported.has(one.part)) continue;
    reported.add(one.part);
    report({
      code: 'port-clash',
      at: [one.file, one.part],
      message: `port ${one.port} on ${one.host} is taken twice: by ${other.what} and by ${one.what}`,
      hint: 'Give one of them another port.',
    });
  }
};

export const portRange: FolderRule = (view, report) => {
  for (const { port, file, part, what } of listeners(view)) {
    if (port <= 65535) continue;
    report({
      code: 'port-range',
      at: [file, part],
      message: `${port} (${what}) is no port`,
      hint: 'Ports go from 1 to 65535.',
    });
  }
};

export const httpsWithoutKeys: FolderRule = ({ model, container, nodes }, report) => {
  if (!container) return;
  const [deployment] = elements(container.document.root, 'deployment-config');
  if (elements(deployment, 'ssl-configuration').length > 0) return;
  for (const node of nodes) {
    const part = attributeNode(node, 'https-port');
    if (!part || !portOf(part.value)) continue;
    report({
      code: 'https-without-keys',
      at: [model!, part],
      message: `https-port needs a certificate, and ${container.name} has no ssl-configuration`,
      hint: 'Add <ssl-configuration> with a keystore to deployment-config in container.cfg.xml, or remove https-port.',
    });
  }
};
