/**
 * The config types of Repose 9, and how to find the one that a file is of.
 */
import { configTypes } from '../types/index.ts';
import type { ConfigType } from './declaration.ts';

export type {
  AttributeDecl,
  Builtin,
  ComplexType,
  ConfigType,
  ElementDecl,
  ElementType,
  GroupDecl,
  Occurrence,
  Particle,
  SimpleType,
  WildcardDecl,
} from './declaration.ts';
export type { Rule, RuleNode, RuleReport } from './rule.ts';
export { filters, type Bundle, type FilterInfo } from './filters.ts';
export { elementsOf } from './walk.ts';
export { configTypes };

const byName = new Map(configTypes.map((type) => [type.name, type]));
const byRoot = new Map(
  configTypes.map((type) => [`${type.namespace} ${type.root.name}`, type] as const),
);
const byFile = new Map(configTypes.map((type) => [type.fileName, type]));

/** The config type of that short name (`rate-limiting`), or the one that the filter of that name reads. */
export function typeNamed(name: string): ConfigType | undefined {
  return byName.get(name) ?? configTypes.find((type) => type.filters.includes(name));
}

/**
 * The config type of a file, by its root element first, since a filter may name any file, and then
 * by its name (the last part of a path).
 */
export function typeFor(
  fileName: string | undefined,
  root: { readonly namespace: string; readonly name: string } | undefined,
): ConfigType | undefined {
  const found = root && byRoot.get(`${root.namespace} ${root.name}`);
  return found ?? byFile.get((fileName ?? '').replace(/^.*[/\\]/, ''));
}
