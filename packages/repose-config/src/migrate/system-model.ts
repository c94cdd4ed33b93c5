// The system model: from clusters of nodes to one list, and from targets to endpoints.
import {
  addAttribute,
  insertChild,
  removeAttribute,
  removeNode,
  setAttribute,
} from '../edit/element.ts';
import { escapeXml } from '../edit/escape.ts';
import { indentOf, wholeLines } from '../edit/layout.ts';
import type { TextEdit } from '../edit/text-edit.ts';
import { attribute, attributeNode, elements, type ConfigFile } from '../folder/folder.ts';
import type { XmlElement } from '../xml/index.ts';
import type { MigrationStep, Step } from './step.ts';

const name = 'system-model.cfg.xml';

function model(step: Step): { file: ConfigFile; root: XmlElement } | undefined {
  const file = step.file(name);
  const root = file?.document.root;
  return file && root?.local === 'system-model' ? { file, root } : undefined;
}

/** Repose 9 has one list of nodes; a folder is for one cluster. */
export const oneCluster: MigrationStep = (step) => {
  const found = model(step);
  const clusters = elements(found?.root, 'repose-cluster');
  if (!found || clusters.length < 2) return;
  for (const cluster of clusters.slice(1)) {
    step.edit(found.file, removeNode(found.file.document, cluster));
    step.note(
      'person',
      [found.file, cluster],
      `Repose 9 has one cluster to a folder: make a folder of its own for the cluster ${attribute(cluster, 'id') ?? ''}`,
    );
  }
};

/** A target sent requests to another cluster's nodes; Repose 9 has only endpoints. */
export const targets: MigrationStep = (step) => {
  const found = model(step);
  if (!found) return;
  const { file, root } = found;
  const clusters = [...elements(root, 'repose-cluster'), ...elements(root, 'service-cluster')];
  for (const cluster of elements(root, 'repose-cluster')) {
    for (const target of elements(elements(cluster, 'destinations')[0], 'target')) {
      const wanted = attribute(target, 'cluster');
      const nodes = elements(
        elements(
          clusters.find((one) => attribute(one, 'id') === wanted),
          'nodes',
        )[0],
        'node',
      );
      const written = endpointOf(target, nodes[0]);
      step.edit(file, { start: target.start, end: target.end, text: written });
      const all = nodes.map((node) => attribute(node, 'hostname')).join(', ');
      step.note(
        nodes.length === 1 ? 'done' : 'person',
        [file, target],
        nodes.length === 0
          ? `the target of cluster ${wanted} became an endpoint, but that cluster has no node: write the host`
          : nodes.length === 1
            ? `the target of cluster ${wanted} became an endpoint at ${all}`
            : `the target of cluster ${wanted} became an endpoint at its first node; Repose 9 does not spread requests over several (${all}): put a load balancer before them`,
      );
    }
  }
};

function endpointOf(target: XmlElement, node: XmlElement | undefined): string {
  const usesHttps =
    attribute(node, 'http-port') === undefined && attribute(node, 'https-port') !== undefined;
  const protocol = attribute(target, 'protocol') ?? (usesHttps ? 'https' : 'http');
  const port = attribute(node, protocol === 'https' ? 'https-port' : 'http-port');
  const values: [string, string | undefined][] = [
    ['id', attribute(target, 'id')],
    ['protocol', protocol],
    ['hostname', attribute(node, 'hostname')],
    ['port', port],
    ['root-path', attribute(target, 'root-path')],
    ['default', attribute(target, 'default')],
  ];
  const prefix = target.prefix === '' ? '' : `${target.prefix}:`;
  const attributes = values.flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(value, '"')}"`],
  );
  return `<${prefix}endpoint${attributes.join('')}/>`;
}

export const serviceClusters: MigrationStep = (step) => {
  const found = model(step);
  for (const cluster of elements(found?.root, 'service-cluster')) {
    step.edit(found!.file, removeNode(found!.file.document, cluster));
    step.note(
      'done',
      [found!.file, cluster],
      `the service cluster ${attribute(cluster, 'id') ?? ''} is gone: endpoints name their hosts themselves`,
    );
  }
};

/** Takes the tags of the cluster away, and its lines one step out. */
export const flatten: MigrationStep = (step) => {
  const found = model(step);
  const [cluster] = elements(found?.root, 'repose-cluster');
  if (!found || !cluster) return;
  const { file, root } = found;
  const { source } = file.document;
  const outer = indentOf(source, cluster.start);
  const first = elements(cluster)[0];
  const inner = first && indentOf(source, first.start);
  const edits: TextEdit[] = [
    { ...wholeLines(source, { start: cluster.start, end: cluster.openEnd }), text: '' },
    { ...wholeLines(source, { start: cluster.closeStart, end: cluster.end }), text: '' },
  ];
  const extra = outer !== undefined && inner?.startsWith(outer) ? inner.length - outer.length : 0;
  if (extra > 0) {
    const lines = /(?<=[\r\n])[ \t]+(?=[^\s])/g;
    for (const match of source.slice(0, cluster.closeStart).matchAll(lines)) {
      if (match.index <= cluster.openEnd || !match[0].startsWith(inner!)) continue;
      // The end tag's own line goes as a whole.
      if (match.index + match[0].length >= cluster.closeStart) continue;
      edits.push({
        start: match.index + outer!.length,
        end: match.index + outer!.length + extra,
        text: '',
      });
    }
  }
  const rewrite = attributeNode(cluster, 'rewrite-host-header');
  if (rewrite)
    edits.push(
      addAttribute(file.document, root, { name: 'rewrite-host-header', value: rewrite.value }),
    );
  step.edit(file, ...edits);
  step.note(
    'done',
    [file, cluster],
    'the parts of <repose-cluster> stand in <system-model> itself now',
  );
};

/** In 7 the tracing header was an attribute. */
export const tracing: MigrationStep = (step) => {
  const found = model(step);
  if (!found) return;
  const { file, root } = found;
  const enabled = attributeNode(root, 'tracing-header');
  const rewrite = attributeNode(root, 'rewrite-tracing-header');
  if (!enabled && !rewrite) return;
  const values = [
    ...(enabled ? [` enabled="${escapeXml(enabled.value, '"')}"`] : []),
    ...(rewrite ? [` rewrite-header="${escapeXml(rewrite.value, '"')}"`] : []),
  ];
  const prefix = root.prefix === '' ? '' : `${root.prefix}:`;
  for (const node of [enabled, rewrite])
    if (node) step.edit(file, removeAttribute(file.document, node));
  step.edit(
    file,
    insertChild(file.document, root, {
      lines: [`<${prefix}tracing-header${values.join('')}/>`],
      after: elements(root).at(-1),
    }),
  );
  step.note('done', [file, root], 'the tracing header is an element now');
};

/** What 9 has other defaults for, or demands. */
export const endpoints: MigrationStep = (step) => {
  const found = model(step);
  if (!found) return;
  const { file, root } = found;
  const all = elements(elements(root, 'destinations')[0], 'endpoint');
  for (const one of all) {
    if (attributeNode(one, 'protocol')) continue;
    const port = attribute(one, 'port');
    const protocol = port === '443' || port === '8443' ? 'https' : 'http';
    step.edit(file, addAttribute(file.document, one, { name: 'protocol', value: protocol }));
    step.note(
      'person',
      [file, one],
      `protocol="${protocol}" was added to ${attribute(one, 'id') ?? 'the endpoint'}: without it, 9 takes https where earlier versions took that of the request`,
    );
  }
  const isDefault = (one: XmlElement): boolean =>
    ['true', '1'].includes((attribute(one, 'default') ?? '').trim());
  const [first] = all;
  if (first && !all.some(isDefault)) {
    const node = attributeNode(first, 'default');
    step.edit(
      file,
      node
        ? setAttribute(file.document, node, 'true')
        : addAttribute(file.document, first, { name: 'default', value: 'true' }),
    );
    step.note(
      all.length === 1 ? 'done' : 'person',
      [file, first],
      `${attribute(first, 'id') ?? 'the first endpoint'} is the default destination now, as 9 needs one`,
    );
  }
};
