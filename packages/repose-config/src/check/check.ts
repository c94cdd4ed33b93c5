/** Checks the text of one file. */
import { nearest } from '@nearhand/core/nearest';
import { configTypes, typeFor, type ConfigType } from '../model/index.ts';
import { expandTemplate, type TemplateValues } from '../template/index.ts';
import {
  positions,
  readXml,
  type XmlDocument,
  type XmlElement,
  type XmlLimits,
} from '../xml/index.ts';
import { checkRoot } from './check-document.ts';
import { compareFindings, type Finding } from '../finding.ts';
import { warnOfParser } from './java-parser.ts';
import { Report } from './report.ts';

export interface CheckOptions {
  /** The name of the file: findings show it, and its last part tells the type where the root doesn't. */
  readonly file?: string | undefined;
  /** Check as this type, whatever the name and the root. */
  readonly type?: ConfigType | undefined;
  /** Values of placeholders. */
  readonly values?: TemplateValues | undefined;
  /** Findings after which no more are kept. Default: 1,000. */
  readonly limit?: number | undefined;
  readonly xmlLimits?: Partial<XmlLimits> | undefined;
}

export interface CheckResult {
  /** In the order of the file. */
  readonly findings: readonly Finding[];
  /** Whether no finding is an error. */
  readonly valid: boolean;
  readonly type: ConfigType | undefined;
  /** What was read: the text with known placeholders filled in. */
  readonly document: XmlDocument;
  /** From an offset in `document.source` to one in the text that was given. */
  readonly originalOffset: (offset: number) => number;
}

/**
 * Checks a configuration file: that it is well-formed, what it says, and the rules between its values.
 * It never throws, whatever the text.
 */
export function check(text: string, options: CheckOptions = {}): CheckResult {
  const { file = '', limit = 1000 } = options;
  const { expanded, document } = readExpanded(text, options);
  const place = positions(text);
  const report = new Report({
    file,
    limit,
    originalOffset: expanded.originalOffset,
    place,
  });
  for (const { start, end, code, message, hint, related } of document.problems) {
    report.addAt(start, end, { code: `xml/${code}`, message, hint, related });
  }
  const { root } = document;
  const named = root && { namespace: root.namespace, name: root.local };
  const type = options.type ?? typeFor(file, named);
  if (root && document.problems.length === 0) {
    if (type && isRootOf(root, type)) checkRoot(root, { config: type, report, ids: new Map() });
    else wrongRoot(root, type, report);
    if (type && !options.type) otherType(root, { type, file, report });
  }
  if (document.problems.length === 0) warnOfParser(document, report);
  // Last, and errors first, so that notes take no room from errors.
  const bySeverity = expanded.notices.toSorted((a, b) => a.severity.localeCompare(b.severity));
  for (const notice of bySeverity) {
    const { start, end, ...words } = notice;
    report.addOriginal(start, end, words);
  }
  const findings = report.findings.sort(compareFindings);
  if (report.full) {
    const end = place(text.length);
    const message = `there is more to find: these are the first ${limit}`;
    findings.push({
      code: 'config/more-findings',
      severity: 'note',
      message,
      file,
      start: end,
      end,
    });
  }
  return {
    findings,
    valid: !report.failed,
    type,
    document,
    originalOffset: expanded.originalOffset,
  };
}

/** Placeholders that may stand for whole attributes or elements, and are left out to read the rest. */
const mostDropped = 20;

/**
 * Reads the text with what is known filled in. A placeholder that isn't known, and stands where no
 * text can, such as `<filter {$ MORE $}/>`, is left out.
 */
function readExpanded(text: string, { values, xmlLimits }: CheckOptions) {
  const dropped = new Set<number>();
  for (;;) {
    const expanded = expandTemplate(text, values, dropped);
    const document = readXml(expanded.text, xmlLimits ? { limits: xmlLimits } : {});
    const [problem] = document.problems;
    const offset = problem && expanded.originalOffset(problem.start);
    const culprit =
      offset !== undefined &&
      expanded.unknown.find(
        ({ start, end }) => start <= offset && offset <= end && !dropped.has(start),
      );
    if (!culprit || dropped.size >= mostDropped) return { expanded, document };
    dropped.add(culprit.start);
  }
}

function isRootOf(root: XmlElement, type: ConfigType): boolean {
  return root.local === type.root.name && root.namespace === type.namespace;
}

/** Repose looks for each type under its own name, unless a filter names another file. */
function otherType(
  root: XmlElement,
  { type, file, report }: { type: ConfigType; file: string; report: Report },
): void {
  const named = typeFor(file, undefined);
  if (!named || named === type) return;
  report.add(root, {
    code: 'config/other-type',
    severity: 'warning',
    message: `this is a ${type.fileName}, by its root <${root.name}>, under the name ${named.fileName}`,
    hint: `Rename it, or start it with <${named.root.name} xmlns="${named.namespace}">.`,
  });
}

function wrongRoot(root: XmlElement, type: ConfigType | undefined, report: Report): void {
  const expected = type ?? configTypes.find((one) => one.root.name === root.local);
  if (expected && expected.root.name === root.local) {
    const prefix = root.prefix === '' ? 'xmlns' : `xmlns:${root.prefix}`;
    report.add(root, {
      code: 'config/wrong-namespace',
      message:
        root.namespace === ''
          ? `<${root.name}> is in no namespace, and Repose tells files by it`
          : `<${root.name}> is in the namespace ${root.namespace}, which Repose 9 doesn't know`,
      hint: `Write <${root.name} ${prefix}="${expected.namespace}">.`,
    });
    return;
  }
  if (expected) {
    report.add(root, {
      code: 'config/wrong-root',
      message: `${expected.fileName} starts with <${expected.root.name}>, not with <${root.name}>`,
      hint: `Write <${expected.root.name} xmlns="${expected.namespace}">.`,
    });
    return;
  }
  const near = nearest(
    root.local,
    configTypes.map((one) => one.root.name),
  );
  report.add(root, {
    code: 'config/unknown-type',
    message: `<${root.name}> is the root of no configuration of Repose 9`,
    hint:
      near === undefined
        ? 'Repose 9 may have dropped it; "repose-config explain" lists what there is.'
        : `Did you mean <${near}>?`,
  });
}
