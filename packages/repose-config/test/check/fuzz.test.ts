import { describe, expect, test } from 'vitest';
import {
  check,
  checkFolder,
  configTypes,
  readConfig,
  write,
  type CheckResult,
  type Finding,
} from '../../src/index.ts';
import { fc } from '../fc.ts';
import { mutate, random } from './mutate.ts';
import { textOf } from './texts.ts';

const pieces = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&lt;',
  '&a;',
  '&#x41;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?p',
  '?>',
  '<!DOCTYPE metrics [',
  '<!ENTITY a "b">',
  ']>',
  '"',
  "'",
  ' ',
  '\n',
  '\r\n',
  '\t',
  '=',
  'xmlns',
  'xmlns:x',
  'xsi:type',
  'metrics',
  'graphite',
  'server',
  'x:',
  '{$',
  '$}',
  '{%',
  '%}',
  '{% if a %}',
  '{% else %}',
  '{% endif %}',
  '{!',
  '!}',
  '${a}',
  'constructor',
  '__proto__',
  '\u0000',
  '\ufeff',
  '\ud800',
  '\u{1f600}',
  'http://docs.openrepose.org/repose/metrics/v1.0',
];
const soup = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

/** Findings stand in the order of the file, inside it, and say something; no error means valid. */
function wellFormed(
  { findings, valid }: Pick<CheckResult, 'findings' | 'valid'>,
  text: string,
): void {
  const lines = text.split(/\r\n?|\n/);
  const place = ({ line, column }: Finding['start']) => line * 1e7 + column;
  findings.forEach((finding, i) => {
    const { start, end, message, hint, code } = finding;
    expect(start.line).toBeLessThanOrEqual(lines.length);
    expect(start.column).toBeGreaterThanOrEqual(1);
    expect(place(end)).toBeGreaterThanOrEqual(place(start));
    if (i > 0) expect(place(start)).toBeGreaterThanOrEqual(place(findings[i - 1]!.start));
    expect(message.length).toBeGreaterThan(5);
    // A note may be all there is to say.
    if (finding.severity === 'error') expect(hint, `${code}: ${message}`).toMatch(/\S/);
    expect(code).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
    expect(message).not.toMatch(/undefined|\[object|NaN\b/);
  });
  const shown = findings.some(({ severity }) => severity === 'error');
  expect(valid).toBe(!shown);
}

describe('whatever the text', () => {
  test('soup is judged without a crash, and is never valid', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const result = check(text, {
          file: 'metrics.cfg.xml',
          values: { variables: { a: '1' }, external: { a: '<' } },
        });
        wellFormed(result, text);
        if (result.valid) expect(result.document.root?.local).toBe('metrics');
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  test('soup inside a file is judged too', () => {
    fc.assert(
      fc.property(soup, (inside) => {
        const text = textOf('metrics', `<>${inside}</>`);
        wellFormed(check(text), text);
        readConfig(text);
        checkFolder({ 'metrics.cfg.xml': text, 'system-model.cfg.xml': inside });
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  test('files with many changes at once keep the promises about findings', () => {
    const next = random(7);
    for (const { example } of configTypes) {
      for (let i = 0; i < 30; i += 1) {
        let text = example;
        for (let times = 0; times < 6; times += 1) text = mutate(text, next);
        const result = check(text);
        wellFormed(result, text);
        // What is valid can be read and written again, and stays so.
        if (!result.valid || !result.type || text.includes('xsi:')) continue;
        const { value } = readConfig(text);
        expect(check(write(result.type, value!)).findings, text).toEqual([]);
      }
    }
  });
});

describe('hostile texts are refused, not suffered', () => {
  const nested = '<not>'.repeat(100_000);
  test.each<[string, string]>([
    ['depth', textOf('system-model', `<>${nested}`)],
    ['depth, closed', textOf('system-model', `<>${nested}${'</not>'.repeat(100_000)}</>`)],
    [
      'a billion laughs',
      `<!DOCTYPE metrics [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;">]><metrics>&g;&g;&g;&g;</metrics>`,
    ],
    [
      'a file of the machine',
      '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><metrics>&a;</metrics>',
    ],
    ['a huge attribute', textOf('metrics', `< enabled="${'x'.repeat(5_000_000)}"></>`)],
    [
      'a huge number',
      textOf(
        'metrics',
        `<><graphite><server host="a" port="1" period="${'9'.repeat(900_000)}"/></graphite></>`,
      ),
    ],
    ['very many children', textOf('system-model', `<>${'<nodes/>'.repeat(200_000)}</>`)],
    ['very many conditions', textOf('metrics', '<>{% if a %}'.repeat(20_000))],
  ])('%s', (_name, text) => {
    const { valid, findings } = check(text);
    expect(valid).toBe(false);
    expect(findings.length).toBeLessThan(1100);
    for (const { message } of findings) expect(message.length).toBeLessThan(500);
  });
});
