import type { XmlElement } from '../xml/index.ts';
import { attribute, elementsOf, words } from './config.ts';
import type { RequestState } from './message.ts';
import { javaPattern } from './regex.ts';

/** Whether a request meets a condition, and the reason in words. */
export interface Verdict {
  readonly met: boolean;
  readonly why: string;
}

export type Condition = (request: RequestState) => Verdict;

const always: Condition = () => ({ met: true, why: 'it has no condition' });

/** The condition of a `<filter>`: its old `uri-regex`, or the one element inside. */
export function conditionOf(filter: XmlElement): Condition {
  const regex = attribute(filter, 'uri-regex');
  if (regex !== undefined) return uriCondition(regex);
  const inside = elementsOf(filter)[0];
  return inside ? read(inside) : always;
}

function read(element: XmlElement): Condition {
  switch (element.local) {
    case 'uri':
      return uriCondition(attribute(element, 'regex') ?? '');
    case 'methods':
      return methodsCondition(words(element, 'value'));
    case 'header':
      return headerCondition(attribute(element, 'name') ?? '', attribute(element, 'value'));
    case 'and':
      return joined(elementsOf(element).map(read), { every: true });
    case 'or':
      return joined(elementsOf(element).map(read), { every: false });
    case 'not':
      return negated(elementsOf(element).map(read)[0] ?? always);
    default:
      throw new SyntaxError(`<${element.name}> is no condition`);
  }
}

function uriCondition(regex: string): Condition {
  const pattern = javaPattern(regex);
  return ({ uri }) => {
    const met = pattern.matches(uri);
    return { met, why: `the path ${uri} ${met ? 'matches' : 'does not match'} ${regex}` };
  };
}

function methodsCondition(methods: readonly string[]): Condition {
  return ({ method }) => {
    const met = methods.includes(method);
    return { met, why: `the method ${method} is ${met ? '' : 'not '}among ${methods.join(' ')}` };
  };
}

function headerCondition(name: string, value: string | undefined): Condition {
  return ({ headers }) => {
    const met = headers.all(name).some((own) => value === undefined || own === value);
    const asked = value === undefined ? name : `${name}: ${value}`;
    return { met, why: `the request ${met ? 'has' : 'does not have'} the header ${asked}` };
  };
}

/** All of them, or at least one. The reasons are those that decided. */
function joined(conditions: readonly Condition[], { every }: { every: boolean }): Condition {
  return (request) => {
    const verdicts = conditions.map((condition) => condition(request));
    const met = every ? verdicts.every((v) => v.met) : verdicts.some((v) => v.met);
    const deciding = verdicts.filter((v) => v.met === met);
    return { met, why: deciding.map((v) => v.why).join(every === met ? ', and ' : '; ') };
  };
}

function negated(condition: Condition): Condition {
  return (request) => {
    const { met, why } = condition(request);
    return { met: !met, why };
  };
}
