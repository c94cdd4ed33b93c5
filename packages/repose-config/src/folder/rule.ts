import type { Finding, Severity } from '../finding.ts';
import { positions, type XmlAttribute, type XmlElement } from '../xml/index.ts';
import { attribute, elements, isKnown, type ConfigFile, type Folder } from './folder.ts';
import { filters as knownFilters, typeNamed } from '../model/index.ts';
import { inOriginal } from '../edit/plan.ts';
import type { TextEdit } from '../edit/text-edit.ts';

/** What is known of the machine that the folder is for. Without it, less is judged. */
export interface Surroundings {
  /** The names and addresses of the machine that Repose will run on. */
  readonly hostNames?: readonly string[] | undefined;
  /** Filters that are no part of Repose, but come out of a bundle of one's own. */
  readonly ownFilters?: readonly string[] | undefined;
  /** Whether a file outside the folder is there; undefined where that can't be told. */
  readonly exists?: ((path: string) => boolean | undefined) | undefined;
}

/** A folder as the rules look at it. */
export interface FolderView {
  readonly folder: Folder;
  readonly around: Surroundings;
  /** The system model, where it is well-formed and as Repose 9 has it. */
  readonly model: ConfigFile | undefined;
  readonly container: ConfigFile | undefined;
  /** Every file that is well-formed and of a known type. */
  readonly known: readonly KnownFile[];
  /** Those among them that Repose reads: a filter's file is read only where the filter is in the chain. */
  readonly read: readonly KnownFile[];
  readonly filters: readonly XmlElement[];
  readonly nodes: readonly XmlElement[];
  readonly destinations: readonly XmlElement[];
  readonly services: readonly XmlElement[];
}

export interface KnownFile extends ConfigFile {
  readonly type: NonNullable<ConfigFile['type']>;
}

export interface FolderFinding {
  /** The last part of the finding's code: `unknown-filter`. */
  readonly code: string;
  readonly severity?: Severity | undefined;
  readonly message: string;
  readonly hint: string;
  /** The name of a file, as a whole, or a part of one. */
  readonly at: string | readonly [file: ConfigFile, part: XmlElement | XmlAttribute];
  readonly fix?: { readonly message: string; readonly edits: readonly TextEdit[] } | undefined;
}

/** One rule about a folder as a whole: it reports all that it finds. */
export type FolderRule = (view: FolderView, report: (finding: FolderFinding) => void) => void;

export function viewFolder(folder: Folder, around: Surroundings = {}): FolderView {
  const known = [...folder.files.values()].filter(
    (file): file is KnownFile =>
      file.type !== undefined &&
      file.document.problems.length === 0 &&
      file.document.root?.local === file.type.root.name &&
      file.document.root.namespace === file.type.namespace,
  );
  const named = (name: string) => known.find((file) => file.name === name);
  const model = named('system-model.cfg.xml');
  const root = model?.document.root;
  const list = (outer: string, inner: string) => elements(elements(root, outer)[0], inner);
  const filters = list('filters', 'filter');
  const names = new Set(filters.map(fileNameOf));
  return {
    folder,
    around,
    read: known.filter((file) => file.type.filters.length === 0 || names.has(file.name)),
    model,
    container: named('container.cfg.xml'),
    known,
    filters,
    nodes: list('nodes', 'node'),
    destinations: list('destinations', 'endpoint'),
    services: list('services', 'service'),
  };
}

/** The file that a filter reads: undefined where it reads none, or that can't be told. */
export function fileNameOf(filter: XmlElement): string | undefined {
  const type = typeNamed(knownFilters.get(attribute(filter, 'name') ?? '')?.config ?? '');
  if (!type) return undefined;
  const given = attribute(filter, 'configuration')?.trim();
  if (given !== undefined && given !== '') return isKnown(given) ? given : undefined;
  return type.fileName;
}

/** Runs rules over a folder. */
export function runRules(rules: readonly FolderRule[], view: FolderView): Finding[] {
  const findings: Finding[] = [];
  const places = new Map<ConfigFile, ReturnType<typeof positions>>();
  for (const rule of rules) {
    rule(view, ({ code, severity = 'error', message, hint, at, fix }) => {
      const words = { code: `folder/${code}`, severity, message, hint };
      if (typeof at === 'string') {
        const start = { line: 1, column: 1 };
        findings.push({ ...words, file: at, start, end: start });
        return;
      }
      const [file, part] = at;
      let place = places.get(file);
      if (!place) {
        place = positions(file.text);
        places.set(file, place);
      }
      // Of an element, the start tag's name is shown: the whole may be the whole file.
      const end = part.kind === 'element' ? part.start + 1 + part.name.length : part.end;
      findings.push({
        ...words,
        file: file.name,
        start: place(file.originalOffset(part.start)),
        end: place(file.originalOffset(end)),
        ...(fix ? { fix: { ...fix, edits: fix.edits.map((one) => inOriginal(one, file)) } } : {}),
      });
    });
  }
  return findings;
}
