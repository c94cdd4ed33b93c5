/** The rules that more than one config type needs. Each reports every place that breaks it. */
import type { Rule, RuleNode } from './rule.ts';

/** No two of `nodes` have the same value of `attribute`; those without it don't count. */
export function eachOnce(
  nodes: readonly RuleNode[],
  attribute: string,
  found: (node: RuleNode, value: string, first: RuleNode) => void,
): void {
  const seen = new Map<string, RuleNode>();
  for (const node of nodes) {
    const value = node.value(attribute);
    if (value === undefined || node.unknown(attribute)) continue;
    const first = seen.get(value);
    if (first) found(node, value, first);
    else seen.set(value, node);
  }
}

/** Children that must differ in an attribute. */
export function unique(
  id: string,
  doc: string,
  options: { readonly child?: string; readonly attribute: string },
): Rule {
  const { child, attribute } = options;
  return {
    id,
    doc,
    check(node, report) {
      const nodes = child === undefined ? node.children : node.childrenOf(child);
      eachOnce(nodes, attribute, (at, value, first) => {
        report({
          at,
          attribute,
          message: `${attribute} ${quote(value)} is already taken by the <${first.name}> in line ${first.line()}`,
          hint: `Give this <${at.name}> ${articled(attribute)} of its own. ${doc}`,
        });
      });
    },
  };
}

/** How many children may say `default="true"`. */
export function defaults(
  id: string,
  doc: string,
  options: { readonly child?: string; readonly least: 0 | 1; readonly what: string },
): Rule {
  const { child, least, what } = options;
  return {
    id,
    doc,
    check(node, report) {
      const nodes = child === undefined ? node.children : node.childrenOf(child);
      const chosen = nodes.filter((one) => !one.unknown('default') && isTrue(one.value('default')));
      const first = chosen[0];
      for (const at of chosen.slice(1)) {
        report({
          at,
          attribute: 'default',
          message: `a second default ${what}: the one in line ${first?.line()} is the default already`,
          hint: `Keep default="true" on one of them only.`,
        });
      }
      if (chosen.length < least && nodes.length > 0) {
        if (nodes.some((one) => one.unknown('default'))) return;
        report({
          at: node,
          message: `no ${what} in <${node.name}> is the default`,
          hint: `Add default="true" to one of them.`,
        });
      }
    },
  };
}

/** At most one of these: an attribute is written `@name`, a child element `name`. */
export function notTogether(
  id: string,
  doc: string,
  options: { readonly these: readonly [string, string]; readonly hint: string },
): Rule {
  return {
    id,
    doc,
    check(node, report) {
      const [one, other] = options.these;
      if (!stands(node, one) || !stands(node, other)) return;
      report({
        ...placeOf(node, other),
        message: `${shown(one)} and ${shown(other)} can't stand together in <${node.name}>`,
        hint: options.hint,
      });
    },
  };
}

/** Attributes that need each other. */
export function allOrNone(id: string, doc: string, attributes: readonly string[]): Rule {
  return {
    id,
    doc,
    check(node, report) {
      const missing = attributes.filter((name) => !node.has(name));
      if (missing.length === 0 || missing.length === attributes.length) return;
      const present = attributes.filter((name) => node.has(name));
      report({
        at: node,
        attribute: present[0],
        message: `<${node.name}> has ${present.join(' and ')} but no ${missing.join(' and no ')}`,
        hint: `Add ${missing.join(' and ')}, or remove ${present.join(' and ')}. ${doc}`,
      });
    },
  };
}

/** At least one of these child elements. */
export function atLeastOne(id: string, doc: string, children: readonly string[]): Rule {
  return {
    id,
    doc,
    check(node, report) {
      if (children.some((name) => node.childrenOf(name).length > 0)) return;
      const names = children.map((name) => `<${name}>`).join(' or ');
      report({
        at: node,
        message: `<${node.name}> has neither ${names.replace(' or ', ' nor ')}`,
        hint: `Add ${names}.`,
      });
    },
  };
}

/** An attribute that is a list, and may be left out, but not left empty. */
export function notEmpty(id: string, doc: string, attribute: string): Rule {
  return {
    id,
    doc,
    check(node, report) {
      if (node.unknown(attribute) || node.value(attribute) !== '') return;
      report({
        at: node,
        attribute,
        message: `${attribute} is empty`,
        hint: `Name at least one method, or remove ${attribute}: then it is ALL.`,
      });
    },
  };
}

/** The text stands in the element or in another file, not both. */
export const textOrHref = (typeName: string): readonly Rule[] => [
  {
    id: `${typeName}/resources-inline-or-href`,
    doc: 'Resources are either written inside the element or kept in the file that href names.',
    check(node, report) {
      if (!node.hasText || !node.has('href')) return;
      report({
        at: node,
        attribute: 'href',
        message: `<${node.name}> has both href and text of its own`,
        hint: `Remove one of the two. With href the element must be wholly empty: <${node.name} href="…"/>. Even a line break inside counts as text.`,
      });
    },
  },
];

export function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}

export function quote(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 57)}...` : value;
  return JSON.stringify(short);
}

function stands(node: RuleNode, what: string): boolean {
  return what.startsWith('@') ? node.has(what.slice(1)) : node.childrenOf(what).length > 0;
}

function placeOf(node: RuleNode, what: string): { at: RuleNode; attribute?: string } {
  if (what.startsWith('@')) return { at: node, attribute: what.slice(1) };
  return { at: node.childrenOf(what)[0] ?? node };
}

function shown(what: string): string {
  return what.startsWith('@') ? `the attribute ${what.slice(1)}` : `<${what}>`;
}

function articled(word: string): string {
  return `${/^[aeio]/.test(word) ? 'an' : 'a'} ${word}`;
}
