/** Puts what is wrong with the children of an element into words. */
import { nearest } from '@nearhand/core/nearest';
import type { ComplexType } from '../model/index.ts';
import type { XmlElement } from '../xml/index.ts';
import type { DocumentContext } from './check-document.ts';
import { compiled } from './compiled.ts';
import type { ContentProblem } from './content.ts';
import type { FindingText } from './report.ts';

interface Place {
  readonly element: XmlElement;
  readonly type: ComplexType;
  readonly children: readonly XmlElement[];
  readonly context: DocumentContext;
}

export function describeContent(problem: ContentProblem, place: Place): void {
  const { element, children, context } = place;
  const { report } = context;
  const child = children[problem.at];
  if (problem.kind === 'missing') return missing(problem, place);
  if (!child) return;
  const line = (index: number) => report.line(children[index]?.start ?? element.start);
  switch (problem.kind) {
    case 'unknown':
      report.add(child, unknown(child, place));
      return;
    case 'repeated':
      report.add(child, {
        code: 'config/repeated-element',
        message: `<${child.local}> stands in <${element.local}> already, in line ${line(problem.first)}; there can be only one`,
        hint: 'Remove one of the two, or join them.',
      });
      return;
    case 'either-or':
      report.add(child, {
        code: 'config/misplaced-element',
        message: `<${child.local}> can't stand beside <${children[problem.other]?.local}> in line ${line(problem.other)}`,
        hint: 'Keep one of the two.',
      });
      return;
    case 'misplaced': {
      const before = children[problem.before];
      report.add(child, {
        code: 'config/misplaced-element',
        message: `<${child.local}> must stand before <${before?.local}> in line ${line(problem.before)}`,
        hint: `Move it. ${order(place)}`,
      });
    }
  }
}

function missing(problem: ContentProblem & { kind: 'missing' }, place: Place): void {
  const { element, type, children, context } = place;
  const { elements } = compiled(type);
  const names = problem.expected.map((name) => `<${name}>`);
  const [only] = problem.expected;
  const next = children[problem.at];
  const count = problem.least > 1 ? String(problem.least) : names.length > 1 ? 'one' : 'a';
  const more = problem.had === 0 ? '' : ' more';
  const what =
    names.length > 1
      ? `${count}${more} of ${names.join(', ')}`
      : `${more && count === 'a' ? 'one' : count}${more} ${names[0] ?? 'child element'}`;
  const doc = names.length === 1 && only !== undefined ? ` ${elements.get(only)?.doc}` : '';
  const where = next
    ? `before <${next.local}> in line ${context.report.line(next.start)}`
    : children.length > 0
      ? 'at its end'
      : 'inside';
  context.report.add(element, {
    code: 'config/missing-element',
    message: `<${element.local}> needs ${what}`,
    hint: `Add it ${where}.${doc}`,
  });
}

function unknown(child: XmlElement, place: Place): FindingText {
  const { element, type, context } = place;
  const { elements } = compiled(type);
  const code = 'config/unknown-element';
  const { namespace } = context.config;
  if (child.namespace !== namespace && elements.has(child.local)) {
    const is = child.namespace === '' ? 'no namespace' : `the namespace ${child.namespace}`;
    const prefix = element.prefix === '' ? '' : `${element.prefix}:`;
    const declares = child.attributes.find((one) => one.name === 'xmlns');
    return {
      code: 'config/wrong-namespace',
      message: `<${child.name}> is in ${is}; it belongs to ${namespace}`,
      hint: declares
        ? `Remove ${declares.name}="${declares.value}".`
        : `Write <${prefix}${child.local}>, as its parent <${element.name}> is written.`,
    };
  }
  const names = [...elements.keys()];
  if (names.length === 0) {
    return {
      code,
      message: `<${element.local}> holds no elements`,
      hint: `Remove <${child.name}>.`,
    };
  }
  const attribute = type.attributes.find((decl) => decl.name === child.local);
  if (attribute) {
    return {
      code,
      message: `<${element.local}> has no element <${child.local}>, but an attribute of that name`,
      hint: `Write <${element.name} ${child.local}="…">.`,
    };
  }
  const near = nearest(child.local, names);
  return {
    code,
    message: `<${element.local}> has no element <${child.local}>`,
    hint:
      near === undefined
        ? `Remove it. Inside may stand ${names.map((name) => `<${name}>`).join(', ')}.`
        : `Did you mean <${near}>?`,
  };
}

function order({ element, type }: Place): string {
  if (type.children?.kind !== 'sequence') return '';
  const names = [...compiled(type).elements.keys()].map((name) => `<${name}>`);
  return `The order in <${element.local}> is ${names.join(', ')}.`;
}
