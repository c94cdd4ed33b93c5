// Rules about files that a configuration names: WADL, XSL, key stores, the logging configuration.
import type { XmlAttribute, XmlElement } from '../../xml/index.ts';
import { attributeNode, descendants, isKnown, type Folder } from '../folder.ts';
import type { FolderRule, Surroundings } from '../rule.ts';

/** By config type: the element and its attribute (or its text, where there is none) that names a file. */
const links: Readonly<Record<string, readonly (readonly [element: string, attribute?: string])[]>> =
  {
    validator: [['validator', 'wadl']],
    translation: [['style', 'href']],
    'openapi-validator': [['openapi-validator', 'href']],
    'simple-rbac': [['resources', 'href']],
    'regex-rbac': [['resources', 'href']],
    container: [['logging-configuration', 'href'], ['keystore-filename'], ['truststore-filename']],
    'http-connection-pool': [
      ['pool', 'keystore-filename'],
      ['pool', 'truststore-filename'],
    ],
    'dist-datastore': [
      ['distributed-datastore', 'keystore-filename'],
      ['distributed-datastore', 'truststore-filename'],
    ],
  };

/** Where Repose's folder is on the machine it runs on, unless told otherwise. */
const home = '/etc/repose/';

/** Whether a file that a configuration names is there: undefined where that can't be told from here. */
function isThere(folder: Folder, around: Surroundings, href: string): boolean | undefined {
  const path = href.replace(/[?#].*$/, '').replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, '');
  if (/^[a-z][a-z0-9+.-]+:/i.test(path) || path === '') return undefined;
  let name = path.startsWith(home) ? path.slice(home.length) : path;
  try {
    name = decodeURI(name);
  } catch {
    // A "%" of its own: the name is what it is.
  }
  name = name.replace(/^\.\//, '');
  if (folder.names.has(name)) return true;
  if (!name.startsWith('/') && !name.includes('/')) return false;
  return around.exists?.(name);
}

export const linkedFile: FolderRule = ({ read, folder, around }, report) => {
  for (const file of read) {
    const wanted = links[file.type.name] ?? [];
    if (wanted.length === 0) continue;
    for (const element of descendants(file.document.root)) {
      for (const [name, attribute] of wanted) {
        if (element.local !== name) continue;
        const part = attribute === undefined ? element : attributeNode(element, attribute);
        const value = part && valueOf(part).trim();
        if (!value || !isKnown(value) || isThere(folder, around, value) !== false) continue;
        report({
          code: 'linked-file',
          at: [file, part],
          message: `the folder has no file ${value}, which <${name}> names`,
          hint: 'A name without a folder is looked for in the configuration folder itself.',
        });
      }
    }
  }
};

function valueOf(part: XmlElement | XmlAttribute): string {
  if (part.kind === 'attribute') return part.value;
  return part.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
}
