// The other files: attributes that moved, changed their unit, or are gone.
import {
  addAttribute,
  insertChild,
  removeAttribute,
  removeNode,
  setAttribute,
} from '../edit/element.ts';
import { escapeXml } from '../edit/escape.ts';
import type { TextEdit } from '../edit/text-edit.ts';
import {
  attribute,
  attributeNode,
  descendants,
  elements,
  type ConfigFile,
} from '../folder/folder.ts';
import type { XmlElement } from '../xml/index.ts';
import type { MigrationStep, Step } from './step.ts';

function rootOf(step: Step, local: string): [ConfigFile, XmlElement][] {
  return [...step.folder.files.values()].flatMap((file) => {
    const { root, problems } = file.document;
    return root?.local === local && problems.length === 0
      ? [[file, root] as [ConfigFile, XmlElement]]
      : [];
  });
}

/** Removes attributes that 9 doesn't know, and says what to do instead. */
function drop(
  step: Step,
  file: ConfigFile,
  element: XmlElement,
  gone: Readonly<Record<string, string>>,
): void {
  for (const [name, instead] of Object.entries(gone)) {
    const node = attributeNode(element, name);
    if (!node) continue;
    step.edit(file, removeAttribute(file.document, node));
    step.note('person', [file, node], `${name}="${node.value}" is gone: ${instead}`);
  }
}

export const container: MigrationStep = (step) => {
  for (const [file, root] of rootOf(step, 'repose-container')) {
    for (const one of elements(root, 'cluster-config')) {
      step.edit(file, removeNode(file.document, one));
      step.note(
        'person',
        [file, one],
        `settings of the cluster ${attribute(one, 'cluster-id') ?? ''} are gone: each folder is for one cluster, so write them into its deployment-config`,
      );
    }
    for (const config of elements(root, 'deployment-config')) {
      drop(step, file, config, {
        soLingerTime: '9 leaves it to the system',
        'client-request-logging': 'set the level of the loggers in log4j2.xml',
        'connection-timeout':
          'it is http.connection.timeout of a pool in http-connection-pool.cfg.xml',
        'read-timeout': 'it is http.socket.timeout of a pool in http-connection-pool.cfg.xml',
        'proxy-thread-pool': '9 chooses it itself',
      });
      const via = attributeNode(config, 'via');
      if (!via) continue;
      const value = escapeXml(via.value, '"');
      const prefix = config.prefix === '' ? '' : `${config.prefix}:`;
      step.edit(file, removeAttribute(file.document, via));
      if (elements(config, 'via-header').length === 0) {
        const line = `<${prefix}via-header request-prefix="${value}" response-prefix="${value}"/>`;
        step.edit(
          file,
          insertChild(file.document, config, { lines: [line], after: elements(config).at(-1) }),
        );
      }
      step.note('done', [file, via], 'via is the element via-header now');
    }
  }
};

export const connectionPools: MigrationStep = (step) => {
  for (const [file, root] of rootOf(step, 'http-connection-pools')) {
    for (const pool of elements(root, 'pool')) {
      const chunked = attributeNode(pool, 'chunked-encoding');
      if (chunked && attribute(pool, 'default') === 'true') chunkedEndpoints(step, chunked.value);
      drop(step, file, pool, {
        'chunked-encoding': 'it is an attribute of each endpoint in system-model.cfg.xml now',
        'http.connection.max-status-line-garbage': '9 has no such limit',
      });
    }
  }
};

/** What was the default pool's matter is the endpoints' own now. */
function chunkedEndpoints(step: Step, value: string): void {
  const now = value === '0' ? 'false' : value === '1' ? 'true' : value;
  const file = step.file('system-model.cfg.xml');
  if (!file || now === 'true') return;
  for (const one of elements(elements(file.document.root, 'destinations')[0], 'endpoint')) {
    if (attributeNode(one, 'chunked-encoding')) continue;
    step.edit(file, addAttribute(file.document, one, { name: 'chunked-encoding', value: now }));
    step.note(
      'done',
      [file, one],
      `chunked-encoding="${now}" came from the default connection pool`,
    );
  }
}

export const keystoneV2: MigrationStep = (step) => {
  for (const [file, root] of [
    ...rootOf(step, 'keystone-v2'),
    ...rootOf(step, 'keystone-v2-authorization'),
  ]) {
    for (const element of descendants(root)) {
      const quality = attributeNode(element, 'uri-tenant-quality');
      if (quality) {
        step.edit(file, {
          start: quality.start,
          end: quality.start + quality.name.length,
          text: 'validated-tenant-quality',
        });
        step.note(
          'done',
          [file, quality],
          'uri-tenant-quality is called validated-tenant-quality now',
        );
      }
      if (element.local === 'uri-extraction-regex') {
        step.note(
          'person',
          [file, element],
          'the tenant is read from a header now: let the filter url-extractor-to-header write one, and name it here in <header-extraction-name>',
        );
      }
    }
  }
};

const seconds = (milliseconds: string): string => String(Math.ceil(Number(milliseconds) / 1000));

/** Timeouts in milliseconds on the root became timeouts in seconds below cache. */
export const identityV3: MigrationStep = (step) => {
  for (const [file, root] of rootOf(step, 'openstack-identity-v3')) {
    const moved: [string, string][] = [];
    const names = {
      'token-cache-timeout': 'token',
      'groups-cache-timeout': 'group',
      'cache-offset': 'variance',
    };
    const edits: TextEdit[] = [];
    for (const [old, now] of Object.entries(names)) {
      const node = attributeNode(root, old);
      if (!node) continue;
      edits.push(removeAttribute(file.document, node));
      if (!/^\d+$/.test(node.value.trim())) {
        step.note(
          'person',
          [file, node],
          `${old}="${node.value}" was in milliseconds, and is ${now} of <timeouts> in seconds now`,
        );
        continue;
      }
      moved.push([now, seconds(node.value)]);
      step.note(
        'done',
        [file, node],
        `${old}="${node.value}" (milliseconds) is ${now}="${seconds(node.value)}" (seconds) in cache/timeouts now`,
      );
    }
    if (edits.length === 0) continue;
    step.edit(file, ...edits);
    const [cache] = elements(root, 'cache');
    const [timeouts] = elements(cache, 'timeouts');
    const missing = moved.filter(
      ([name]) =>
        !timeouts ||
        (attribute(timeouts, name) === undefined && elements(timeouts, name).length === 0),
    );
    if (missing.length === 0) continue;
    const prefix = root.prefix === '' ? '' : `${root.prefix}:`;
    const line = `<${prefix}timeouts${missing.map(([name, value]) => ` ${name}="${value}"`).join('')}/>`;
    if (timeouts) {
      for (const [name, value] of missing)
        step.edit(file, addAttribute(file.document, timeouts, { name, value }));
    } else if (cache)
      step.edit(file, insertChild(file.document, cache, { lines: [line], after: 'start' }));
    else {
      const lines = [`<${prefix}cache>`, `    ${line}`, `</${prefix}cache>`];
      step.edit(file, insertChild(file.document, root, { lines, after: afterCache(root) }));
    }
  }
};

/** In openstack-identity-v3 the cache stands in a fixed place of the sequence. */
function afterCache(root: XmlElement): XmlElement | undefined {
  const before = [
    'openstack-identity-service',
    'service-endpoint',
    'send-project-id-quality',
    'validate-project-id-in-uri',
    'white-list',
    'delegating',
    'ignored-roles',
    'pre-authorized-roles',
  ];
  return elements(root).findLast((one) => before.includes(one.local)) ?? elements(root).at(-1);
}

export const variance: MigrationStep = (step) => {
  for (const [file, root] of rootOf(step, 'openstack-identity-v3')) {
    const [timeouts] = elements(elements(root, 'cache')[0], 'timeouts');
    const node = attributeNode(timeouts, 'variance');
    if (!node || !/^\d+$/.test(node.value) || Number(node.value) < 1000) continue;
    step.edit(file, setAttribute(file.document, node, seconds(node.value)));
    step.note(
      'done',
      [file, node],
      `variance="${node.value}" (milliseconds) is ${seconds(node.value)} seconds now`,
    );
  }
};

export const datastores: MigrationStep = (step) => {
  for (const [file, root] of rootOf(step, 'distributed-datastore')) {
    for (const port of elements(elements(root, 'port-config')[0], 'port')) {
      const node = attributeNode(port, 'cluster');
      if (!node) continue;
      step.edit(file, removeAttribute(file.document, node));
      step.note('done', [file, node], 'ports have no cluster any more');
    }
  }
  for (const [file, root] of rootOf(step, 'remote-datastore')) {
    const clusters = elements(root, 'cluster');
    const [first] = clusters;
    if (!first) continue;
    for (const name of ['host', 'port', 'useHTTPS', 'connection-pool-id']) {
      const value = attribute(first, name);
      if (value !== undefined) step.edit(file, addAttribute(file.document, root, { name, value }));
    }
    for (const cluster of clusters) step.edit(file, removeNode(file.document, cluster));
    step.note(
      clusters.length > 1 ? 'person' : 'done',
      [file, first],
      `the settings of the cluster ${attribute(first, 'id') ?? ''} stand on the root now${clusters.length > 1 ? '; those of the other clusters belong into folders of their own' : ''}`,
    );
  }
};

export const versioning: MigrationStep = (step) => {
  for (const [file, root] of rootOf(step, 'versioning')) {
    for (const one of elements(root, 'service-root')) {
      step.edit(file, removeNode(file.document, one));
      step.note(
        'done',
        [file, one],
        '<service-root> is gone: links start at the address that the request came to',
      );
    }
  }
};
