// The promise of the editor, on real files: one edit, one place, all else byte for byte.
import { describe, expect, it } from 'vitest';
import { addAttribute, insertChild, removeNode, setAttribute } from '../../src/edit/element.ts';
import { applyEdits } from '../../src/edit/text-edit.ts';
import { descendants } from '../../src/folder/folder.ts';
import { decodeXml, readXml, type XmlDocument, type XmlElement } from '../../src/xml/index.ts';
import { corpus, corpusBytes, corpusFiles } from '../corpus.ts';

function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** What a document says, without what can't be seen: names, values, comments. */
function meaning(document: XmlDocument): string[] {
  const said: string[] = [];
  for (const element of descendants(document.root)) {
    said.push(element.name, ...element.attributes.map(({ name, value }) => `${name}=${value}`));
    for (const child of element.children) {
      if (child.kind === 'comment' || (child.kind === 'text' && child.value.trim()))
        said.push(child.value.trim());
    }
  }
  return said;
}

const lines = (text: string): string[] => text.split(/(?<=\r\n|\n|\r(?!\n))/);

/** The lines that aren't the same, counted from both ends. */
function touched(before: string, after: string): { removed: string[]; added: string[] } {
  const [a, b] = [lines(before), lines(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail))
    tail += 1;
  return { removed: a.slice(head, a.length - tail), added: b.slice(head, b.length - tail) };
}

describe.skipIf(!corpus.met)('a thousand random edits of real files', () => {
  const texts = corpusFiles()
    .filter((file) => file.wellformed_raw)
    .map((file) => decodeXml(corpusBytes(file.path)))
    .flatMap((decoded) => (decoded.kind === 'text' ? [decoded.text] : []));
  // The corpus has neither of these: every third file gets one.
  const given = texts.map((text, index) =>
    index % 3 === 0 ? text.replace(/\r?\n/g, '\r\n') : index % 3 === 1 ? `\ufeff${text}` : text,
  );
  const written = (document: XmlDocument): XmlElement[] =>
    [...descendants(document.root)].filter((one) => document.source[one.start] === '<');

  it('touch only their own lines', () => {
    const next = sequence(77);
    for (let count = 0; count < 1000; count += 1) {
      const source = given[next(given.length)]!;
      const document = readXml(source);
      const all = written(document);
      const element = all[next(all.length)]!;
      const attribute = element.attributes[next(Math.max(1, element.attributes.length))];
      const value = `v"'<&>${count}`;
      const before = meaning(document);
      const way = next(4);
      if (way === 0 && attribute) {
        const after = applyEdits(source, [setAttribute(document, attribute, value)]);
        const own = lines(source.slice(attribute.start, attribute.end)).length;
        expect(touched(source, after).removed.length).toBeLessThanOrEqual(own);
        const now = meaning(readXml(after));
        const differ = now.filter((said, index) => said !== before[index]);
        expect(differ).toEqual([`${attribute.name}=${value}`]);
        const back = readXml(after);
        expect(back.problems.filter(({ code }) => code !== 'unbound-prefix')).toEqual([]);
      } else if (way === 1) {
        const after = applyEdits(source, [
          addAttribute(document, element, { name: 'added', value }),
        ]);
        expect(touched(source, after).removed.length).toBeLessThanOrEqual(1);
        expect(meaning(readXml(after)).filter((said) => !before.includes(said))).toEqual([
          `added=${value}`,
        ]);
      } else if (way === 2) {
        const children = element.children.filter((child) => child.kind === 'element');
        const after = children[next(children.length + 1)];
        const text = applyEdits(source, [
          insertChild(document, element, { lines: ['<added/>'], after }),
        ]);
        const now = readXml(text);
        expect(now.problems).toEqual([]);
        expect(meaning(now).filter((said) => !before.includes(said))).toEqual(['added']);
        const { removed } = touched(source, text);
        // Only where there is no line of its own: in the element's own tag, or on its end tag's line.
        expect(removed.length).toBeLessThanOrEqual(
          lines(source.slice(element.start, element.openEnd)).length,
        );
        const [newline] = /\r\n|\n/.exec(source) ?? [];
        if (newline === '\r\n') expect(/[^\r]\n/.test(text)).toBe(false);
      } else if (element.parent) {
        const after = applyEdits(source, [removeNode(document, element)]);
        const { removed, added } = touched(source, after);
        expect(removed.length).toBeLessThanOrEqual(
          lines(source.slice(element.start, element.end)).length,
        );
        expect(added.length).toBeLessThanOrEqual(1);
        expect(readXml(after).problems).toEqual([]);
      }
    }
  });
});
