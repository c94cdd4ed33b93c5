/** From Repose 7 and 8 to 9. */
import type { Finding } from '../finding.ts';
import { elements, type Folder } from '../folder/folder.ts';
import * as files from './files.ts';
import { droppedFilters, renamedFiles, renamedFilters } from './filters.ts';
import { runStep, type MigrationNote, type MigrationStep } from './step.ts';
import * as model from './system-model.ts';

/** In this order: each works on what the ones before have left. */
const steps: readonly MigrationStep[] = [
  model.oneCluster,
  model.targets,
  model.serviceClusters,
  model.flatten,
  model.tracing,
  model.endpoints,
  renamedFilters,
  renamedFiles,
  droppedFilters,
  files.container,
  files.connectionPools,
  files.keystoneV2,
  files.variance,
  files.identityV3,
  files.versioning,
  files.datastores,
];

export interface Migration {
  readonly folder: Folder;
  /** By file name, the whole new text; undefined where the file is gone. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly notes: readonly MigrationNote[];
}

export interface MigrateOptions {
  /** Judges the outcome: what is still wrong with it needs a person. */
  readonly check?: ((folder: Folder) => readonly Finding[]) | undefined;
}

/**
 * Brings a folder of Repose 7 or 8 to 9. What can't be told from the files is left for a person, each
 * with a note; a filter that is gone becomes a comment, and its file is set aside. A folder that is of
 * 9 already stays as it is.
 */
export function migrate(folder: Folder, options: MigrateOptions = {}): Migration {
  const notes: MigrationNote[] = [];
  let current = folder;
  if (versionOf(folder) !== '9') for (const step of steps) current = runStep(current, step, notes);
  const texts = new Map<string, string | undefined>();
  for (const name of new Set([...folder.names, ...current.names])) {
    const after = current.files.get(name)?.text ?? current.others.get(name);
    const before = folder.files.get(name)?.text ?? folder.others.get(name);
    if (after !== undefined && after !== before) texts.set(name, after);
    else if (!current.names.has(name)) texts.set(name, undefined);
  }
  for (const { severity, file, start, message } of options.check?.(current) ?? []) {
    if (severity === 'error') notes.push({ kind: 'person', file, place: start, message });
  }
  return { folder: current, texts, notes };
}

/**
 * Which version a folder is for, told by its structure: the namespaces are the same in all of them.
 * Undefined where there is no system model that tells.
 */
export function versionOf(folder: Folder): '7' | '8' | '9' | undefined {
  const root = folder.files.get('system-model.cfg.xml')?.document.root;
  if (root?.local !== 'system-model') return undefined;
  if (elements(root, 'repose-cluster').length === 0) return '9';
  const filters = elements(root, 'repose-cluster').flatMap((cluster) =>
    elements(elements(cluster, 'filters')[0], 'filter'),
  );
  const names = filters.map(
    (one) => one.attributes.find(({ name }) => name === 'name')?.value ?? '',
  );
  const seven =
    root.attributes.some(
      ({ name }) => name === 'tracing-header' || name === 'rewrite-tracing-header',
    ) ||
    names.some((name) =>
      /^(?:(?:ip|header|uri)-identity|header-id-mapping|client-auth|openstack-authorization|content-normalization|rackspace-identity-basic-auth)$/.test(
        name,
      ),
    );
  return seven ? '7' : '8';
}

export type { MigrationNote } from './step.ts';
