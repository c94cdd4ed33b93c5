// Filters that have another name now, or none.
import { commentOut, setAttribute } from '../edit/element.ts';
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
import type { MigrationStep } from './step.ts';

interface Renamed {
  readonly to: string;
  /** What the file's root element and namespace become. */
  readonly namespace: string;
}

const renamed: Readonly<Record<string, Renamed>> = {
  'ip-identity': { to: 'ip-user', namespace: 'http://docs.openrepose.org/repose/ip-user/v1.0' },
  'header-identity': {
    to: 'header-user',
    namespace: 'http://docs.openrepose.org/repose/header-user/v1.0',
  },
  'uri-identity': { to: 'uri-user', namespace: 'http://docs.openrepose.org/repose/uri-user/v1.0' },
};

/** What to use in place of the filters that are gone, and the files that they read. */
const dropped: Readonly<Record<string, { readonly file: string; readonly instead: string }>> = {
  'client-auth': { file: 'client-auth-n.cfg.xml', instead: 'keystone-v2 checks tokens now' },
  'header-id-mapping': {
    file: 'header-id-mapping.cfg.xml',
    instead: 'header-user and header-translation do its work now',
  },
  'openstack-authorization': {
    file: 'openstack-authorization.cfg.xml',
    instead: 'keystone-v2-authorization decides now',
  },
  'content-normalization': {
    file: 'normalization.cfg.xml',
    instead: 'header-normalization and uri-normalization do its work now',
  },
  'rackspace-identity-basic-auth': {
    file: 'rackspace-identity-basic-auth.cfg.xml',
    instead: 'keystone-v2-basic-auth does its work now',
  },
  'response-messaging': {
    file: 'response-messaging.cfg.xml',
    instead: 'translation can change responses',
  },
  'rackspace-auth-user': {
    file: 'rackspace-auth-user.cfg.xml',
    instead: 'body-extractor-to-header can read the user from the body',
  },
  'saml-policy': { file: 'saml-policy.cfg.xml', instead: 'nothing in Repose 9 does its work' },
};

function chain(file: ConfigFile | undefined): XmlElement[] {
  return elements(elements(file?.document.root, 'filters')[0], 'filter');
}

export const renamedFilters: MigrationStep = (step) => {
  const file = step.file('system-model.cfg.xml');
  for (const filter of chain(file)) {
    const node = attributeNode(filter, 'name');
    const now = node && Object.hasOwn(renamed, node.value) ? renamed[node.value] : undefined;
    if (!node || !now) continue;
    step.edit(file!, setAttribute(file!.document, node, now.to));
    step.note('done', [file!, node], `the filter ${node.value} is called ${now.to} now`);
  }
};

export const renamedFiles: MigrationStep = (step) => {
  for (const [old, now] of Object.entries(renamed)) {
    for (const file of step.folder.files.values()) {
      const root = file.document.root;
      if (root?.local !== old || file.document.problems.length > 0) continue;
      const name = file.name === `${old}.cfg.xml` ? `${now.to}.cfg.xml` : file.name;
      if (name !== file.name && step.folder.names.has(name)) {
        step.note(
          'person',
          file.name,
          `it should become ${name}, which is there already: bring the two together`,
        );
        continue;
      }
      if (name !== file.name) step.write(file.name, undefined);
      step.write(name, old === 'ip-identity' ? ipUser(root) : renameRoot(file, root, now));
      if (old === 'ip-identity') {
        step.note(
          'person',
          file.name,
          `became ${name}: the white list is the group IP_Super, and all other addresses are IP_Standard; see whether that is what was meant`,
        );
      } else step.note('done', file.name, `became ${name}`);
    }
  }
};

function renameRoot(file: ConfigFile, root: XmlElement, { to, namespace }: Renamed): string {
  const edits: TextEdit[] = [];
  const old = root.namespace;
  const prefix = root.prefix === '' ? '' : `${root.prefix}:`;
  edits.push({ start: root.start + 1, end: root.start + 1 + root.name.length, text: prefix + to });
  if (root.closeStart > root.openEnd || root.end > root.closeStart) {
    const start = root.closeStart + 2;
    if (file.text[root.closeStart] === '<')
      edits.push({ start, end: start + root.name.length, text: prefix + to });
  }
  for (const element of descendants(root)) {
    for (const one of element.attributes) {
      if (!one.value.includes(old)) continue;
      edits.push(setAttribute(file.document, one, one.value.replaceAll(old, namespace)));
    }
  }
  let text = file.text;
  for (const edit of edits.toSorted((a, b) => b.start - a.start)) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return text;
}

/** Addresses of the white list were in the group IP_Super, all others in IP_Standard. */
function ipUser(root: XmlElement): string {
  const quality = elements(root, 'quality').map((one) => textOf(one))[0] ?? '0.4';
  const listed = elements(root, 'white-list').flatMap((list) =>
    elements(list, 'ip-address').map(textOf),
  );
  const cidr = (address: string): string =>
    address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`;
  const superGroup =
    listed.length === 0
      ? ''
      : `  <group name="IP_Super">\n${listed.map((one) => `    <cidr-ip>${escapeXml(cidr(one))}</cidr-ip>\n`).join('')}  </group>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<ip-user xmlns="${renamed['ip-identity']!.namespace}">
  <user-header name="X-PP-User" quality="${escapeXml(quality, '"')}"/>
  <group-header name="X-PP-Groups" quality="${escapeXml(quality, '"')}"/>
${superGroup}  <group name="IP_Standard">
    <cidr-ip>0.0.0.0/0</cidr-ip>
    <cidr-ip>::/0</cidr-ip>
  </group>
</ip-user>
`;
}

function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (child.kind === 'text' ? child.value : ''))
    .join('')
    .trim();
}

/** What no longer exists becomes a comment, and its file is set aside: neither is lost. */
export const droppedFilters: MigrationStep = (step) => {
  const file = step.file('system-model.cfg.xml');
  for (const filter of chain(file)) {
    const name = attribute(filter, 'name') ?? '';
    const gone = Object.hasOwn(dropped, name) ? dropped[name] : undefined;
    if (!gone) continue;
    step.edit(file!, commentOut(file!.document, filter));
    step.note(
      'person',
      [file!, filter],
      `Repose 9 has no filter ${name}, so it is a comment now: ${gone.instead}`,
    );
  }
  for (const { file: name } of Object.values(dropped)) setAside(step, name);
};

export function setAside(
  { folder, write, note }: Parameters<MigrationStep>[0],
  name: string,
): void {
  const file = folder.files.get(name);
  if (!file) return;
  let old = `${name}.old`;
  for (let count = 2; folder.names.has(old); count += 1) old = `${name}.old${count}`;
  write(name, undefined);
  write(old, file.text);
  note(
    'person',
    name,
    `nothing in Repose 9 reads it, so it is called ${old} now; remove it when it isn't needed any more`,
  );
}
