import type { TextEdit } from '../edit/text-edit.ts';
import type { XmlDocument, XmlProblem } from '../xml/index.ts';

/** HTML's best-known entities, which XML does not know. */
const html: Readonly<Record<string, number>> = {
  nbsp: 160,
  copy: 169,
  reg: 174,
  shy: 173,
  laquo: 171,
  raquo: 187,
  auml: 228,
  ouml: 246,
  uuml: 252,
  szlig: 223,
  eacute: 233,
  ndash: 8211,
  mdash: 8212,
  lsquo: 8216,
  rsquo: 8217,
  ldquo: 8220,
  rdquo: 8221,
  bull: 8226,
  hellip: 8230,
  euro: 8364,
  trade: 8482,
};

type Mend = (document: XmlDocument, problem: XmlProblem) => TextEdit | undefined;

/** What is surely meant, by the problem's code: only where the file can't be read as it is. */
const mends: Readonly<Record<string, Mend>> = {
  'bare-ampersand': (_document, { start }) => ({ start, end: start + 1, text: '&amp;' }),
  'cdata-end-in-text': (_document, { start }) => ({
    start: start + 2,
    end: start + 3,
    text: '&gt;',
  }),
  'forbidden-character': ({ source }, { start, end }) =>
    source[start] === '&' ? undefined : { start, end, text: '' },
  'dashes-in-comment': ({ source }, { start }) => {
    const close = source.indexOf('-->', start);
    if (close < 0) return undefined;
    const dashes = source.slice(start, close);
    // The last dash of "--->" belongs to the comment's text as well.
    const text = `${dashes.replace(/-(?=-)/g, '- ')}${dashes.endsWith('-') ? ' ' : ''}`;
    return { start, end: close, text };
  },
  'undeclared-entity': ({ source }, { start, end }) => {
    const name = source.slice(start + 1, end - 1);
    return Object.hasOwn(html, name) ? { start, end, text: `&#${html[name]};` } : undefined;
  },
  'xml-declaration': ({ source }, { start }) =>
    start > 0 && /^\ufeff?\s+$/.test(source.slice(0, start))
      ? { start: source.startsWith('\ufeff') ? 1 : 0, end: start, text: '' }
      : undefined,
  'less-than-in-text': (_document, { start }) => ({ start, end: start + 1, text: '&lt;' }),
};

/** The safe mends of what keeps a text from being well-formed. */
export function xmlFixes(document: XmlDocument): { problem: XmlProblem; edit: TextEdit }[] {
  return document.problems.flatMap((problem) => {
    const edit = mends[problem.code]?.(document, problem);
    return edit ? [{ problem, edit }] : [];
  });
}
