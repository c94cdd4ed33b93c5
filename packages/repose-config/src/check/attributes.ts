/** Checks the attributes of one element. */
import { nearest } from '@nearhand/core/nearest';
import type { AttributeDecl, ComplexType } from '../model/index.ts';
import { isNamespaceDeclaration, type XmlAttribute, type XmlElement } from '../xml/index.ts';
import type { DocumentContext } from './check-document.ts';
import { compiled } from './compiled.ts';
import type { Report } from './report.ts';
import { xsiAttributes, xsiNamespace } from './schema-instance.ts';
import { normalise, problemOf, quoted } from './value.ts';

/** `type` is undefined for an element that holds text alone, and so has no attributes. */
export function attributeProblems(
  element: XmlElement,
  type: ComplexType | undefined,
  context: DocumentContext,
): void {
  const { report } = context;
  const known = type && compiled(type);
  let found = 0;
  for (const attribute of element.attributes) {
    if (isNamespaceDeclaration(attribute)) continue;
    if (attribute.namespace === xsiNamespace) {
      xsiProblem(attribute, report);
      continue;
    }
    const decl = attribute.namespace === '' ? known?.attributes.get(attribute.local) : undefined;
    if (!decl) {
      report.add(attribute, unknownAttribute(attribute, element, known?.attributes));
      continue;
    }
    if (decl.required) found += 1;
    valueProblem(attribute, decl, context);
  }
  if (!known || found === known.required.length) return;
  for (const decl of known.required) {
    if (element.attributes.some((one) => one.local === decl.name && one.namespace === '')) continue;
    report.add(element, {
      code: 'config/missing-attribute',
      message: `<${element.name}> needs the attribute ${decl.name}`,
      hint: `Add ${decl.name}="${exampleOf(decl)}". ${decl.doc}`,
    });
  }
}

function valueProblem(
  attribute: XmlAttribute,
  decl: AttributeDecl,
  context: DocumentContext,
): void {
  const { report, ids } = context;
  if (report.isOpen(attribute.value)) return;
  const value = normalise(decl.type, attribute.value);
  const problem = problemOf(decl.type, value);
  if (problem) {
    const external = /\$\{[^}]*\}/.exec(value);
    report.add(attribute, {
      code: 'config/bad-value',
      message: `${decl.name} ${problem.message}`,
      hint: external
        ? `${problem.hint} If something replaces ${external[0]} before Repose reads the file, give its value with --values.`
        : problem.hint,
    });
  } else if (decl.fixed !== undefined && value !== decl.fixed) {
    report.add(attribute, {
      code: 'config/fixed-value',
      message: `${decl.name} can only be ${quoted(decl.fixed)}`,
      hint: `Remove ${decl.name}: Repose takes that value by itself.`,
    });
  } else if (decl.type.builtin === 'ID') report.id(attribute, value, ids);
}

function unknownAttribute(
  attribute: XmlAttribute,
  element: XmlElement,
  known: ReadonlyMap<string, AttributeDecl> | undefined,
) {
  const code = 'config/unknown-attribute';
  if (attribute.prefix !== '' && known?.has(attribute.local)) {
    return {
      code,
      message: `<${element.name}> has no attribute ${attribute.name}: attributes of Repose have no prefix`,
      hint: `Write ${attribute.local}="…".`,
    };
  }
  const near = known && nearest(attribute.name, known.keys());
  const names = known ? [...known.keys()] : [];
  const others =
    names.length === 0
      ? 'It has no attributes.'
      : `Its attributes are ${names.slice(0, 12).join(', ')}${names.length > 12 ? ' and others' : ''}.`;
  return {
    code,
    message: `<${element.name}> has no attribute ${attribute.name}`,
    hint: near === undefined ? `Remove it. ${others}` : `Did you mean ${near}?`,
  };
}

function xsiProblem(attribute: XmlAttribute, report: Report): void {
  if (attribute.local === 'nil') {
    report.add(attribute, {
      code: 'config/xsi-nil',
      message: 'nothing in Repose can be nil',
      hint: `Remove ${attribute.name}.`,
    });
  } else if (!xsiAttributes.includes(attribute.local)) {
    report.add(attribute, {
      code: 'config/unknown-attribute',
      message: `there is no attribute ${attribute.name}`,
      hint: `Remove it. Of that namespace there are ${xsiAttributes.join(', ')}.`,
    });
  }
}

/** For an element that lets in anything else. */
export function noNil(element: XmlElement, report: Report): void {
  const nil = element.attributes.find(
    (one) => one.namespace === xsiNamespace && one.local === 'nil',
  );
  if (nil) xsiProblem(nil, report);
}

function exampleOf(decl: AttributeDecl): string {
  const { oneOf, builtin, min, item } = decl.type;
  if (oneOf) return oneOf[0]!;
  if (item) return '…';
  if (builtin === 'boolean') return 'true';
  return builtin === 'string' || builtin === 'anyURI' || builtin === 'ID' ? '…' : (min ?? '1');
}
