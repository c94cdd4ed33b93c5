/**
 * Changes to a folder: planned on texts, judged before they are made, and never touching more lines
 * than they must.
 */
import type { Finding } from '../finding.ts';
import { withTexts, type Folder, type OpenFolderOptions } from '../folder/folder.ts';
import {
  addFilter,
  disableFilter,
  enableFilter,
  removeFilter,
  type AddFilter,
  type NewFiles,
} from './chain.ts';
import { addEndpoint, addNode, setEndpoint, type AddEndpoint, type AddNode } from './places.ts';
import type { EditPlan } from './plan.ts';
import { removeValue, setValue } from './set.ts';
import { unifiedDiff } from './unified-diff.ts';

/** One change, as the command's words say it. */
export type EditRequest =
  | { readonly kind: 'set'; readonly path: string; readonly value: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'set-endpoint'; readonly url: string; readonly id?: string | undefined }
  | ({ readonly kind: 'add-endpoint' } & AddEndpoint)
  | ({ readonly kind: 'add-node' } & AddNode)
  | ({ readonly kind: 'add-filter' } & Omit<AddFilter, 'files'>)
  | { readonly kind: 'remove-filter'; readonly name: string; readonly withFile?: boolean }
  | { readonly kind: 'enable-filter' | 'disable-filter'; readonly name: string };

export interface EditOptions {
  /** Judges a folder; an edit that brings an error which wasn't there is refused. Default: no judge. */
  readonly check?: ((folder: Folder) => readonly Finding[]) | undefined;
  /** Makes the files of a filter that is added. Default: none is made. */
  readonly newFiles?: NewFiles | undefined;
  readonly read?: OpenFolderOptions['read'];
}

export type Edited =
  | {
      readonly kind: 'changed';
      readonly folder: Folder;
      readonly summary: readonly string[];
      /** By file name, the whole new text; undefined where the file is to be removed. */
      readonly texts: ReadonlyMap<string, string | undefined>;
      /** A unified diff of all files. */
      readonly diff: string;
    }
  | { readonly kind: 'unchanged'; readonly summary: readonly string[] }
  /** The errors that the edit would bring; nothing may be written. */
  | { readonly kind: 'refused'; readonly folder: Folder; readonly findings: readonly Finding[] };

/**
 * Makes changes to a folder, one after the other, all or none. Nothing is written: see `writeFolder`.
 *
 * @throws ToolError where a change cannot be made as asked, such as a path that leads nowhere
 */
export function edit(
  folder: Folder,
  requests: readonly EditRequest[],
  options: EditOptions = {},
): Edited {
  let current = folder;
  const texts = new Map<string, string | undefined>();
  const summary: string[] = [];
  for (const request of requests) {
    const plan = planEdit(current, request, options);
    summary.push(...plan.summary);
    for (const [name, text] of plan.texts) texts.set(name, text);
    current = withTexts(current, plan.texts, options);
  }
  for (const [name, text] of texts) if (folder.files.get(name)?.text === text) texts.delete(name);
  if (texts.size === 0) return { kind: 'unchanged', summary };
  if (options.check) {
    const findings = newErrors(options.check(folder), options.check(current));
    if (findings.length > 0) return { kind: 'refused', folder: current, findings };
  }
  const diff = [...texts]
    .map(([name, text]) =>
      unifiedDiff(folder.files.get(name)?.text, text, { before: `a/${name}`, after: `b/${name}` }),
    )
    .join('');
  return { kind: 'changed', folder: current, summary, texts, diff };
}

/** What one change does to a folder. */
export function planEdit(
  folder: Folder,
  request: EditRequest,
  options: EditOptions = {},
): EditPlan {
  switch (request.kind) {
    case 'set':
      return setValue(folder, request.path, request.value);
    case 'remove':
      return removeValue(folder, request.path);
    case 'set-endpoint':
      return setEndpoint(folder, request.url, request.id);
    case 'add-endpoint':
      return addEndpoint(folder, request);
    case 'add-node':
      return addNode(folder, request);
    case 'add-filter':
      return addFilter(folder, { ...request, files: options.newFiles });
    case 'remove-filter':
      return removeFilter(folder, request.name, { withFile: request.withFile ?? false });
    case 'enable-filter':
      return enableFilter(folder, request.name);
    case 'disable-filter':
      return disableFilter(folder, request.name);
  }
}

/** The errors after a change that weren't there before it, wherever they stand now. */
export function newErrors(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const key = (finding: Finding): string => `${finding.code} ${finding.file} ${finding.message}`;
  const known = new Map<string, number>();
  for (const finding of before) known.set(key(finding), (known.get(key(finding)) ?? 0) + 1);
  return after.filter((finding) => {
    if (finding.severity !== 'error') return false;
    const left = known.get(key(finding)) ?? 0;
    known.set(key(finding), left - 1);
    return left <= 0;
  });
}

export type { TextEdit } from './text-edit.ts';
export { completePath } from './complete.ts';
export { getValue, type Got } from './set.ts';
export { unifiedDiff } from './unified-diff.ts';
