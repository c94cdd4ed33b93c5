/** Checks a folder: each file by itself, and what holds between them. */
import { compareFindings, type Finding } from '../finding.ts';
import { checkFolder as checkTogether } from '../folder/check-folder.ts';
import { openFolder, type Folder } from '../folder/folder.ts';
import type { Surroundings } from '../folder/rule.ts';
import type { TemplateValues } from '../template/index.ts';
import { check, type CheckResult } from './check.ts';

export interface CheckFolderOptions extends Surroundings {
  /** Values of placeholders. */
  readonly values?: TemplateValues | undefined;
  /** Names of files that are there, but hold no XML, or whose text doesn't matter. */
  readonly others?: Iterable<string> | undefined;
}

export interface CheckFolderResult {
  /** By file, then by place. `file` is the file's name in the folder. */
  readonly findings: readonly Finding[];
  /** Whether no finding is an error. */
  readonly valid: boolean;
  readonly folder: Folder;
}

/**
 * Checks a configuration folder.
 *
 * @param texts - by file name
 */
export function checkFolder(
  texts: ReadonlyMap<string, string> | Readonly<Record<string, string>>,
  options: CheckFolderOptions = {},
): CheckFolderResult {
  const { values, others = [], ...around } = options;
  const results = new Map<string, CheckResult>();
  const read = (text: string, name: string): CheckResult => {
    const result = check(text, { file: name, values });
    results.set(name, result);
    return result;
  };
  const folder = openFolder(texts, { others, read });
  // A file is read at the first look at it.
  for (const file of folder.files.values()) void file.document;
  const findings = [...results].flatMap(([name, result]) => findingsInFolder(name, result));
  findings.push(...checkTogether(folder, around));
  findings.sort(compareFindings);
  return { findings, folder, valid: !findings.some(({ severity }) => severity === 'error') };
}

/** Of a file that Repose doesn't read as its own, such as log4j2.xml, it matters that it is XML. */
function findingsInFolder(name: string, { type, findings }: CheckResult): readonly Finding[] {
  // In a folder the name counts: Repose reads the file as what that says.
  if (type) {
    return findings.map((finding) =>
      finding.code === 'config/other-type' ? { ...finding, severity: 'error' } : finding,
    );
  }
  const isConfig = name.endsWith('.cfg.xml');
  return findings.flatMap((finding) => {
    if (finding.code !== 'config/unknown-type') return [finding];
    return isConfig ? [{ ...finding, severity: 'warning' as const }] : [];
  });
}
