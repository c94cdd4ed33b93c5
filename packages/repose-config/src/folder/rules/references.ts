// Rules about names that one file says and another has to know.
import { nearest } from '@nearhand/core/nearest';
import type { XmlAttribute, XmlElement } from '../../xml/index.ts';
import { attribute, attributeNode, descendants, elements, isKnown } from '../folder.ts';
import type { FolderRule, FolderView, KnownFile } from '../rule.ts';

function fileOf({ read }: FolderView, type: string): KnownFile | undefined {
  return read.find((file) => file.type.name === type);
}

function ids(all: readonly XmlElement[]): string[] {
  return all.map((one) => attribute(one, 'id') ?? '');
}

/** Says which names there are, and which is likely meant. */
function offer(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names);
  const list = names.length > 0 ? `There is: ${names.join(', ')}.` : 'There is none yet.';
  return near === undefined ? list : `Did you mean ${JSON.stringify(near)}? ${list}`;
}

/** Every attribute of that name in files that are read. */
function* uses(view: FolderView, name: string): Generator<[KnownFile, XmlAttribute]> {
  for (const file of view.read) {
    for (const element of descendants(file.document.root)) {
      const node = attributeNode(element, name);
      if (node && node.value !== '' && isKnown(node.value)) yield [file, node];
    }
  }
}

export const connectionPool: FolderRule = (view, report) => {
  const pools = ids(elements(fileOf(view, 'http-connection-pool')?.document.root, 'pool'));
  if (pools.some((id) => !isKnown(id))) return;
  for (const [file, node] of uses(view, 'connection-pool-id')) {
    if (pools.includes(node.value)) continue;
    report({
      code: 'connection-pool',
      severity: 'warning',
      at: [file, node],
      message: `there is no connection pool ${JSON.stringify(node.value)}, so Repose takes the default one`,
      hint: `${offer(node.value, pools)} Pools stand in http-connection-pool.cfg.xml.`,
    });
  }
};

export const destination: FolderRule = (view, report) => {
  const { model, destinations } = view;
  if (!model) return;
  const known = ids(destinations);
  if (known.some((id) => !isKnown(id))) return;
  const check = (file: KnownFile, node: XmlAttribute | undefined): void => {
    if (!node || !isKnown(node.value) || known.includes(node.value)) return;
    report({
      code: 'destination',
      at: [file, node],
      message: `there is no destination ${JSON.stringify(node.value)} in ${model.name}`,
      hint: `${offer(node.value, known)} "repose-config add endpoint URL --id ${node.value}" adds it.`,
    });
  };
  for (const file of view.read) {
    const { root } = file.document;
    if (file.type.name === 'destination-router') {
      for (const target of elements(root, 'target')) check(file, attributeNode(target, 'id'));
    }
    if (file.type.name === 'versioning') {
      for (const one of elements(root, 'version-mapping'))
        check(file, attributeNode(one, 'pp-dest-id'));
    }
  }
};

export const datastoreNode: FolderRule = (view, report) => {
  const { model, nodes } = view;
  const file = fileOf(view, 'dist-datastore');
  if (!model || !file) return;
  const known = ids(nodes);
  if (known.some((id) => !isKnown(id))) return;
  for (const port of elements(elements(file.document.root, 'port-config')[0], 'port')) {
    const node = attributeNode(port, 'node');
    if (!node || node.value === '-1' || !isKnown(node.value) || known.includes(node.value))
      continue;
    report({
      code: 'datastore-node',
      at: [file, node],
      message: `there is no node ${JSON.stringify(node.value)} in ${model.name}`,
      hint: `${offer(node.value, known)} Leave out "node" for all nodes that are not listed.`,
    });
  }
};

/** Every node that runs the datastore needs a port for it. */
export const datastorePort: FolderRule = (view, report) => {
  const file = fileOf(view, 'dist-datastore');
  if (!file || !view.services.some((one) => attribute(one, 'name') === 'dist-datastore')) return;
  const ports = elements(elements(file.document.root, 'port-config')[0], 'port');
  const listed = ports.map((port) => attribute(port, 'node') ?? '-1');
  if (ports.length === 0 || listed.includes('-1') || listed.some((id) => !isKnown(id))) return;
  for (const node of view.nodes) {
    const id = attributeNode(node, 'id');
    if (!id || !isKnown(id.value) || listed.includes(id.value)) continue;
    report({
      code: 'datastore-port',
      at: [view.model!, id],
      message: `${file.name} has no port for the node ${id.value}`,
      hint: `Add <port node="${id.value}" port="9999"/> there, or one without "node" for all others.`,
    });
  }
};

export const atomFeed: FolderRule = (view, report) => {
  const feeds = ids(elements(fileOf(view, 'atom-feed-service')?.document.root, 'feed'));
  if (feeds.some((id) => !isKnown(id))) return;
  for (const file of view.read) {
    if (file.type.name === 'atom-feed-service') continue;
    for (const element of descendants(file.document.root)) {
      const node = element.local === 'atom-feed' ? attributeNode(element, 'id') : undefined;
      if (!node || !isKnown(node.value) || feeds.includes(node.value)) continue;
      report({
        code: 'atom-feed',
        at: [file, node],
        message: `there is no feed ${JSON.stringify(node.value)}`,
        hint: `${offer(node.value, feeds)} Feeds stand in atom-feed-service.cfg.xml.`,
      });
    }
  }
};

const serviceFiles: Readonly<Record<string, string>> = {
  'dist-datastore': 'dist-datastore.cfg.xml',
  'remote-datastore': 'remote-datastore.cfg.xml',
  'atom-feed-service': 'atom-feed-service.cfg.xml',
};

export const serviceFile: FolderRule = ({ model, folder, services }, report) => {
  for (const service of services) {
    const node = attributeNode(service, 'name');
    const file = serviceFiles[node?.value ?? ''];
    if (!node || file === undefined || folder.names.has(file)) continue;
    report({
      code: 'service-file',
      at: [model!, node],
      message: `the service ${node.value} reads ${file}, and the folder has no such file`,
      hint: `Write it ("repose-config explain ${node.value}" says how), or remove the service.`,
    });
  }
};

export const fileWithoutService: FolderRule = ({ model, known, services }, report) => {
  if (!model) return;
  const listed = services.map((one) => attribute(one, 'name'));
  if (listed.some((name) => name !== undefined && !isKnown(name))) return;
  for (const file of known) {
    const name = Object.keys(serviceFiles).find((one) => serviceFiles[one] === file.name);
    if (name === undefined || listed.includes(name)) continue;
    report({
      code: 'file-without-service',
      severity: 'warning',
      at: [file, file.document.root!],
      message: `nothing reads ${file.name}: the system model does not start the service ${name}`,
      hint: `Add <services><service name="${name}"/></services> to system-model.cfg.xml, or remove the file.`,
    });
  }
};

/** Only where a filter asks for a datastore by name: the default falls back to the local one. */
export const datastoreService: FolderRule = (view, report) => {
  const wanted: Readonly<Record<string, string>> = {
    'distributed/hash-ring': 'dist-datastore',
    'distributed/remote': 'remote-datastore',
  };
  const running = view.services.map((one) => attribute(one, 'name'));
  if (!view.model) return;
  for (const [file, node] of uses(view, 'datastore')) {
    const service = file.type.name === 'rate-limiting' ? wanted[node.value] : undefined;
    if (service === undefined || running.includes(service)) continue;
    report({
      code: 'datastore-service',
      severity: 'warning',
      at: [file, node],
      message: `${JSON.stringify(node.value)} is the datastore of the service ${service}, which the system model does not start`,
      hint: `Add <service name="${service}"/> to the services, or write datastore="local/default".`,
    });
  }
};
