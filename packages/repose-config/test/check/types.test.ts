import { describe, expect, test } from 'vitest';
import { check, configTypes, filters, typeFor, typeNamed } from '../../src/index.ts';
import type { ComplexType, ElementType } from '../../src/index.ts';

function complexTypes(): { owner: string; type: ComplexType }[] {
  const found = new Map<ComplexType, string>();
  for (const config of configTypes) {
    for (const type of config.types.values())
      if (type.kind === 'complex') found.set(type, config.name);
  }
  return [...found].map(([type, owner]) => ({ owner, type }));
}

describe('the declarations', () => {
  test('there are 41 types, read by 31 filters; nine filters read no file', () => {
    expect(configTypes.length).toBe(41);
    expect(filters.size).toBe(40);
    const read = [...filters.values()].filter(({ config }) => config !== undefined);
    expect(read.length).toBe(31);
    for (const { name, config } of read) expect(typeNamed(config!)?.filters).toContain(name);
    for (const { filters: names } of configTypes)
      for (const name of names) expect(filters.has(name)).toBe(true);
  });

  test('every example is valid', () => {
    for (const { name, example } of configTypes) expect(check(example).findings, name).toEqual([]);
  });

  test('everything that may be written is explained in a sentence', () => {
    const docs = configTypes.flatMap(({ doc, root }) => [doc, root.doc]);
    for (const { type } of complexTypes()) {
      docs.push(...type.attributes.map((one) => one.doc), ...type.rules.map((one) => one.doc));
    }
    // A base type that nothing stands for has no words of its own.
    const wordless = docs.filter((doc) => doc !== '' && !/^[A-Z"a-z<].*[.]$/s.test(doc));
    expect(wordless).toEqual([]);
    expect(docs.filter((doc) => doc === '').length).toBeLessThan(4);
  });

  test('defaults and fixed values are values of their types', () => {
    for (const { owner, type } of complexTypes()) {
      for (const { name, default: value } of type.attributes) {
        if (value !== undefined) expect(isValue(type, name), `${owner} ${name}`).toBe(true);
      }
    }
  });

  test('each rule has a name of its own', () => {
    const ids = complexTypes().flatMap(({ owner, type }) =>
      type.rules.map(({ id }) => ({ owner, id })),
    );
    expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
    for (const { owner, id } of ids) expect(id.startsWith(`${owner}/`), id).toBe(true);
  });

  test('a type is told by the root, then by the name of the file', () => {
    const root = {
      namespace: 'http://docs.openrepose.org/repose/rate-limiting/v1.0',
      name: 'rate-limiting',
    };
    expect(typeFor('other.xml', root)?.name).toBe('rate-limiting');
    expect(typeFor('/etc/repose/metrics.cfg.xml', { namespace: '', name: 'x' })?.name).toBe(
      'metrics',
    );
    expect(typeFor(String.raw`C:\repose\metrics.cfg.xml`, undefined)?.name).toBe('metrics');
    expect(typeFor('other.xml', undefined)).toBeUndefined();
    expect(typeNamed('herp')?.name).toBe('highly-efficient-record-processor');
    expect(typeNamed('constructor')).toBeUndefined();
  });
});

function isValue(type: ComplexType, name: string): boolean {
  const attribute = type.attributes.find((one) => one.name === name)!;
  const { default: value } = attribute;
  // The declaration checks itself: an element with that attribute alone, its default written out.
  const alone: ElementType = {
    ...type,
    attributes: [attribute],
    rules: [],
    children: undefined,
    text: undefined,
  };
  const config = { ...configTypes[0]!, root: { ...configTypes[0]!.root, type: alone } };
  const text = `<${config.root.name} xmlns="${config.namespace}" ${name}="${value}"/>`;
  return check(text, { type: config }).valid;
}
