/** Finds what a path such as `system-model/nodes/node/@http-port` names in the declarations. */
import { nearest } from '@nearhand/core/nearest';
import {
  configTypes,
  elementsOf,
  filters,
  typeNamed,
  type AttributeDecl,
  type ConfigType,
  type ElementDecl,
  type FilterInfo,
} from '../model/index.ts';

export type Found =
  | {
      readonly kind: 'element';
      readonly config: ConfigType;
      readonly element: ElementDecl;
      /** The element that it stands in; undefined for the root. */
      readonly parent: ElementDecl | undefined;
      readonly path: readonly string[];
    }
  | {
      readonly kind: 'attribute';
      readonly config: ConfigType;
      readonly element: ElementDecl;
      readonly attribute: AttributeDecl;
      readonly path: readonly string[];
    }
  /** A filter that reads no file. */
  | { readonly kind: 'filter'; readonly filter: FilterInfo }
  | {
      readonly kind: 'unknown';
      readonly what: string;
      readonly name: string;
      readonly near: string | undefined;
      readonly known: readonly string[];
      /** Whole paths to what has that name elsewhere. */
      readonly elsewhere: readonly string[];
    };

/**
 * @param path - a config type, file or filter by its name, then elements, at last an attribute (`@` may be left out)
 */
export function find(path: string): Found {
  const [first = '', ...steps] = path.split('/').filter((step) => step !== '');
  const config = typeOf(first);
  if (!config) {
    const filter = filters.get(first);
    if (filter) return { kind: 'filter', filter };
    const known = [...new Set([...configTypes.map(({ name }) => name), ...filters.keys()])];
    return unknown(['config type', first], known, configTypes);
  }
  let element = config.root;
  let parent: ElementDecl | undefined;
  // The root may be named, or left out.
  if (steps[0] === config.root.name && !has(element, steps[0])) steps.shift();
  const walked = [config.root.name];
  for (const [index, step] of steps.entries()) {
    const inner = step.startsWith('@')
      ? undefined
      : elementsOf(element.type).find(({ name }) => name === step);
    if (inner) {
      parent = element;
      element = inner;
      walked.push(step);
      continue;
    }
    const attributes = element.type.kind === 'complex' ? element.type.attributes : [];
    const attribute = attributes.find(({ name }) => name === step.replace(/^@/, ''));
    if (attribute && index === steps.length - 1) {
      return {
        kind: 'attribute',
        config,
        element,
        attribute,
        path: [...walked, `@${attribute.name}`],
      };
    }
    const known = [
      ...elementsOf(element.type).map(({ name }) => name),
      ...attributes.map(({ name }) => `@${name}`),
    ];
    return unknown([`part of <${element.name}>`, step], known, [config]);
  }
  return { kind: 'element', config, element, parent, path: walked };
}

function has(element: ElementDecl, name: string): boolean {
  return elementsOf(element.type).some((inner) => inner.name === name);
}

function typeOf(name: string): ConfigType | undefined {
  const bare = name.replace(/\.cfg\.xml$/, '');
  return typeNamed(bare) ?? configTypes.find(({ root }) => root.name === bare);
}

function unknown(
  [what, name]: readonly [what: string, name: string],
  known: readonly string[],
  types: readonly ConfigType[],
): Found {
  const near = nearest(bare(name), known.map(bare));
  const whole =
    near === undefined ? undefined : known.find((one) => one === near || one === `@${near}`);
  return { kind: 'unknown', what, name, near: whole, known, elsewhere: pathsTo(name, types) };
}

/** Every path that `find` knows below a type, for completion; a type within itself is gone into once. */
export function pathsOf(config: ConfigType): readonly string[] {
  const paths: string[] = [config.name];
  const walk = (element: ElementDecl, path: string, inside: readonly unknown[]): void => {
    const { type } = element;
    if (type.kind !== 'complex' || inside.includes(type)) return;
    for (const { name } of type.attributes) paths.push(`${path}/@${name}`);
    for (const inner of elementsOf(type)) {
      paths.push(`${path}/${inner.name}`);
      walk(inner, `${path}/${inner.name}`, [...inside, type]);
    }
  };
  walk(config.root, config.name, []);
  return paths;
}

/** As many as help: more would be a list to search. */
const MOST = 4;

/** Whole paths to what has a name in some types: those of the system model first, then the shortest first. */
export function pathsTo(name: string, types: readonly ConfigType[]): readonly string[] {
  const endings = [`/${bare(name)}`, `/@${bare(name)}`];
  return types
    .toSorted((a, b) => Number(b.name === 'system-model') - Number(a.name === 'system-model'))
    .flatMap((type) =>
      pathsOf(type)
        .filter((path) => endings.some((ending) => path.endsWith(ending)))
        .toSorted((a, b) => a.split('/').length - b.split('/').length),
    )
    .slice(0, MOST);
}

function bare(name: string): string {
  return name.replace(/^@/, '');
}
