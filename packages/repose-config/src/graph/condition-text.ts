import { attribute, elements } from '../folder/folder.ts';
import type { XmlElement } from '../xml/index.ts';

/** When a filter runs, in words; undefined where it always does. */
export function conditionText(filter: XmlElement): string | undefined {
  const regex = attribute(filter, 'uri-regex');
  if (regex !== undefined) return pathMatches(regex);
  const [inside] = elements(filter);
  return inside && words(inside, false);
}

function pathMatches(regex: string): string {
  return `the path matches ${regex}`;
}

function words(element: XmlElement, inner: boolean): string {
  const list = (joint: string): string => {
    const text = elements(element)
      .map((one) => words(one, true))
      .join(` ${joint} `);
    return inner ? `(${text})` : text;
  };
  switch (element.local) {
    case 'methods': {
      const methods = (attribute(element, 'value') ?? '').split(/\s+/).filter(Boolean);
      return `the method is ${methods.join(' or ')}`;
    }
    case 'header': {
      const value = attribute(element, 'value');
      const name = attribute(element, 'name') ?? '?';
      return value === undefined ? `the header ${name} is there` : `the header ${name} is ${value}`;
    }
    case 'uri':
      return pathMatches(attribute(element, 'regex') ?? '');
    case 'and':
      return list('and');
    case 'or':
      return list('or');
    case 'not': {
      const [only] = elements(element);
      return only ? `not (${words(only, false)})` : 'not';
    }
    default:
      return element.local;
  }
}
