import { describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import { expandTemplate } from '../../src/template/index.ts';
import { textOf } from './texts.ts';

describe('placeholders', () => {
  test.each<[string, string, Record<string, string>, string]>([
    ['a value', 'a{$ X $}b{$X$}', { X: '1' }, 'a1b1'],
    ['one that is not known', 'a{$ X $}b', {}, 'a{$ X $}b'],
    ['a comment', 'a{! {$ X $} !}b', {}, 'ab'],
    ['a condition', '{% if X %}1{% else %}2{% endif %}', { X: 'yes' }, '1'],
    ['its other case', '{% if X %}1{% else %}2{% endif %}', { X: 'false' }, '2'],
    [
      'a comparison',
      '{% if (X == "a") %}1{% elseif X == \'b\' %}2{% else %}3{% endif %}',
      { X: 'b' },
      '2',
    ],
    ['neither', '{% if X == "a" %}1{% else if X != "c" %}2{% else %}3{% endif %}', { X: 'c' }, '3'],
    ['not', '{% if not X %}1{% endif %}', { X: '' }, '1'],
    [
      'conditions within each other',
      '{% if X %}{% if Y %}1{% else %}2{% endif %}3{% else %}{% if Y %}4{% endif %}{% endif %}',
      { X: '1', Y: '0' },
      '23',
    ],
    ['nothing of the prototype', '{$ constructor $}', {}, '{$ constructor $}'],
    ['not closed', 'a{$ X', { X: '1' }, 'a{$ X'],
  ])('%s', (_name, text, variables, expected) => {
    expect(expandTemplate(text, { variables }).text).toBe(expected);
  });

  test('${name} is filled in only where values for it are given', () => {
    expect(expandTemplate('${a}${b}').text).toBe('${a}${b}');
    expect(expandTemplate('${a}${b}', { external: { a: '1' } }).text).toBe('1${b}');
  });

  test('places are those of the file, before and after what was filled in', () => {
    const text = 'ab{$ LONG $}cd{! x !}ef';
    const { text: filled, originalOffset } = expandTemplate(text, {
      variables: { LONG: '12345678901234567890' },
    });
    for (const c of 'abcdef') expect(originalOffset(filled.indexOf(c))).toBe(text.indexOf(c));
    expect(originalOffset(filled.indexOf('5'))).toBe(2);
    expect(originalOffset(filled.length)).toBe(text.length);
  });

  test('a value that is known is checked, one that is not is noted', () => {
    const text = textOf('remote-datastore', '< host="{$ HOST $}"\nport="{$ PORT $}"></>');
    const known = check(text, { values: { variables: { HOST: 'a', PORT: '0' } } });
    expect(known.findings).toMatchObject([
      {
        code: 'config/bad-value',
        start: { line: 2, column: 1 },
        message: 'port is too small: "0"',
      },
    ]);
    const unknown = check(text);
    expect(unknown.valid).toBe(true);
    expect(unknown.findings).toMatchObject([
      { code: 'template/placeholder', severity: 'note', start: { line: 1 } },
      { code: 'template/placeholder', severity: 'note', start: { line: 2, column: 7 } },
    ]);
  });

  test('a condition that is not known is taken to hold', () => {
    const text = textOf('metrics', '<>{% if PROD %}<graphite/>{% else %}<nope/>{% endif %}</>');
    expect(check(text).findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['template/placeholder', 'note'],
    ]);
    const other = check(text, { values: { variables: { PROD: 'false' } } });
    expect(other.findings.map(({ message }) => message)).toEqual([
      '<metrics> has no element <nope>',
    ]);
  });

  test.each([
    ['attributes', '< {$ MORE $}><graphite {$ A $}/></>'],
    ['elements', '<>{$ MORE $}</>'],
  ])('one that is not known may stand for %s', (_name, short) => {
    const { valid, findings } = check(textOf('metrics', short));
    expect(valid).toBe(true);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['template/placeholder']));
  });

  test('one that is not known may stand before the root', () => {
    const model = textOf('metrics', '<></>');
    expect(check(`{$ HEAD $}\n${model}`).valid).toBe(true);
    expect(check(`{$ HEAD $}\n${model}x`).valid).toBe(false);
  });

  test('an if without an end is an error', () => {
    expect(check(textOf('metrics', '<>{% if A %}</>')).findings.map(({ code }) => code)).toContain(
      'template/unclosed-if',
    );
    const many = check(textOf('metrics', `<>${'{% x %}'.repeat(2000)}{% if A %}</>`));
    expect(many.valid).toBe(false);
    expect(many.findings.some(({ severity }) => severity === 'error')).toBe(true);
  });
});
