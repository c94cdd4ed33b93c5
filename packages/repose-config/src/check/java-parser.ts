import type { XmlDocument } from '../xml/index.ts';
import type { Report } from './report.ts';

/** Warns of what XML allows, and the parser that Repose reads files with may not take. */
export function warnOfParser({ declaration, doctype }: XmlDocument, report: Report): void {
  if (declaration && !['1.0', '1.1'].includes(declaration.version)) {
    report.addAt(declaration.start, declaration.end, {
      code: 'xml/unusual-version',
      severity: 'warning',
      message: `the file is of XML ${declaration.version}, and Java's parser takes 1.0 and 1.1 only`,
      hint: 'Write version="1.0".',
    });
  }
  if (doctype?.systemId === undefined) return;
  report.addAt(doctype.start, doctype.end, {
    code: 'xml/external-dtd',
    severity: 'warning',
    message: `the DOCTYPE leads to ${JSON.stringify(doctype.systemId)}, which is not fetched here, and may keep Repose from reading the file`,
    hint: 'Remove the DOCTYPE: Repose needs none.',
  });
}
