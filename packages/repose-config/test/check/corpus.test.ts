import { describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import { corpus, corpusFiles, corpusText } from '../corpus.ts';

interface Case {
  readonly id: string;
  readonly xml: string;
  readonly expected: 'valid' | 'invalid';
  readonly inactive?: string;
}

interface Judged {
  readonly path: string;
  readonly kind: string;
  readonly verdict: string | null;
}

describe.skipIf(!corpus.met)("Repose's own files", () => {
  test('every active case of its schema tests gets the verdict that it gives', () => {
    const cases = (JSON.parse(corpusText('open.json')) as Case[]).filter((one) => !one.inactive);
    expect(cases.length).toBeGreaterThan(100);
    const wrong = cases.flatMap(({ id, xml, expected }) => {
      const { valid, findings } = check(xml);
      const placed = findings.every(({ start }) => start.line > 0 && start.column > 0);
      const right = valid === (expected === 'valid') && valid === (findings.length === 0) && placed;
      return right ? [] : [{ id, expected, findings }];
    });
    expect(wrong).toEqual([]);
  });

  test('every configuration file gets the verdict of the reference validator', () => {
    const external = JSON.parse(corpusText('placeholders.json')) as Record<string, string>;
    const files = (corpusFiles() as unknown as Judged[]).filter(({ kind }) => kind === 'config');
    expect(files.length).toBeGreaterThan(600);
    const wrong = files.flatMap(({ path, verdict }) => {
      const { valid, findings } = check(corpusText(path), { file: path, values: { external } });
      const rule = findings[0]?.code ?? '';
      const mine = valid
        ? 'valid'
        : rule.startsWith('xml/')
          ? 'not-well-formed'
          : rule === 'config/unknown-type'
            ? 'no-schema'
            : 'invalid';
      return mine === verdict ? [] : [{ path, verdict, findings }];
    });
    expect(wrong).toEqual([]);
  });
});
