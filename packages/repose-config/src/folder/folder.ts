import { typeFor, type ConfigType } from '../model/index.ts';
import { expandTemplate } from '../template/index.ts';
import { readXml, type XmlDocument, type XmlElement } from '../xml/index.ts';

/** One file of a folder. It is read at the first look at `document`. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
  readonly document: XmlDocument;
  /** From an offset in `document.source` to one in `text`: they differ where a template was filled in. */
  readonly originalOffset: (offset: number) => number;
  /** What the root element, or else the name, says that it is. */
  readonly type: ConfigType | undefined;
}

/** A configuration folder, as texts: nothing here touches a disk. */
export interface Folder {
  /** Every XML file, by its name, in the order of names. */
  readonly files: ReadonlyMap<string, ConfigFile>;
  /** The texts of files that are no XML, as far as they were given. */
  readonly others: ReadonlyMap<string, string>;
  /** The names of all files, those that are no XML included. */
  readonly names: ReadonlySet<string>;
}

export interface OpenFolderOptions {
  /** Names of files that are there, but whose text doesn't matter (WADL, XSL, key stores). */
  readonly others?: Iterable<string>;
  /** How a text is read. Default: as XML, with placeholders left as they are. */
  readonly read?: ((text: string, name: string) => ReadFile) | undefined;
}

/** What reading a text gives. */
export type ReadFile = Pick<ConfigFile, 'document' | 'originalOffset'>;

/** Makes a folder of file names and their texts. */
export function openFolder(
  texts: ReadonlyMap<string, string> | Readonly<Record<string, string>>,
  options: OpenFolderOptions = {},
): Folder {
  const entries = texts instanceof Map ? [...texts] : Object.entries(texts);
  const sorted = (entries as [string, string][]).sort(([a], [b]) => (a < b ? -1 : 1));
  const files = new Map<string, ConfigFile>();
  const others = new Map<string, string>();
  for (const [name, text] of sorted) {
    if (name.endsWith('.xml')) files.set(name, openFile(name, text, options.read));
    else others.set(name, text);
  }
  return {
    files,
    others,
    names: new Set([...sorted.map(([name]) => name), ...(options.others ?? [])]),
  };
}

/** The folder with other texts for some of its files; undefined takes a file away. */
export function withTexts(
  folder: Folder,
  changes: ReadonlyMap<string, string | undefined>,
  options: Pick<OpenFolderOptions, 'read'> = {},
): Folder {
  const files = new Map(folder.files);
  const others = new Map(folder.others);
  const names = new Set(folder.names);
  for (const [name, text] of changes) {
    if (text === undefined) {
      files.delete(name);
      others.delete(name);
      names.delete(name);
      continue;
    }
    names.add(name);
    if (name.endsWith('.xml')) files.set(name, openFile(name, text, options.read));
    else others.set(name, text);
  }
  return { files, others, names };
}

/** Templates are read with nothing filled in: what isn't known stays as it is written. */
function readTemplate(text: string): ReadFile {
  const { text: expanded, originalOffset } = expandTemplate(text);
  return { document: readXml(expanded), originalOffset };
}

function openFile(name: string, text: string, read: OpenFolderOptions['read']): ConfigFile {
  let done: ReadFile | undefined;
  const file = (): ReadFile => {
    done ??= (read ?? readTemplate)(text, name);
    return done;
  };
  return {
    name,
    text,
    get document() {
      return file().document;
    },
    get originalOffset() {
      return file().originalOffset;
    },
    get type() {
      const { root } = file().document;
      return typeFor(name, root && { namespace: root.namespace, name: root.local });
    },
  };
}

/** The child elements, all of them or those of one name. */
export function elements(parent: XmlElement | undefined, local?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of parent?.children ?? []) {
    if (child.kind === 'element' && (local === undefined || child.local === local)) {
      found.push(child);
    }
  }
  return found;
}

/** Every element below, in the order of the document; the element itself comes first. */
export function* descendants(element: XmlElement | undefined): Generator<XmlElement> {
  if (!element) return;
  yield element;
  for (const child of element.children) if (child.kind === 'element') yield* descendants(child);
}

/** The value of an attribute without a namespace; undefined where it isn't there. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  return attributeNode(element, name)?.value;
}

export function attributeNode(element: XmlElement | undefined, name: string) {
  return element?.attributes.find((one) => one.name === name);
}

/** Whether a value can be judged: none of its parts is filled in when Repose starts. */
export function isKnown(value: string): boolean {
  return !/\{\$|\{%|\$\{/.test(value);
}
