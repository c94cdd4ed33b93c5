/** Checks what a well-formed document says against the declaration of its type. */
import type {
  ComplexType,
  ConfigType,
  ElementDecl,
  ElementType,
  SimpleType,
} from '../model/index.ts';
import { isNamespaceDeclaration, type XmlAttribute, type XmlElement } from '../xml/index.ts';
import { attributeProblems, noNil } from './attributes.ts';
import { compiled } from './compiled.ts';
import { contentProblems } from './content.ts';
import { describeContent } from './describe.ts';
import { ElementNode, textOf, type NodeContext } from './node.ts';
import type { Report } from './report.ts';
import { substitute, xsiNamespace } from './schema-instance.ts';
import { normalise, problemOf } from './value.ts';

export interface DocumentContext {
  readonly config: ConfigType;
  readonly report: Report;
  /** Values of xs:ID, which are unique in a file, and the line of each. */
  readonly ids: Map<string, number>;
}

/** Checks the root element, and everything below it. */
export function checkRoot(root: XmlElement, context: DocumentContext): void {
  checkElement(root, context.config.root, context);
}

function checkElement(element: XmlElement, decl: ElementDecl, context: DocumentContext): void {
  const xsiType = findXsi(element, 'type');
  if (!xsiType) return checkAs(element, decl.type, { decl, context });
  const found = substitute(xsiType.value, element, { config: context.config, declared: decl.type });
  if (found.kind === 'problem') {
    context.report.add(xsiType, {
      code: 'config/xsi-type',
      message: found.message,
      hint: 'Remove xsi:type: Repose knows the type by the name of the element.',
    });
    return checkAs(element, decl.type, { decl, context });
  }
  if (found.pattern && !found.pattern.test(normalise(found.type as SimpleType, textOf(element)))) {
    context.report.add(element, {
      code: 'config/bad-value',
      message: `the text of <${element.name}> is no ${xsiType.value.trim()}`,
      hint: 'Remove xsi:type, or change the text.',
    });
  }
  checkAs(element, found.type, { decl, context });
}

interface Rest {
  readonly decl: ElementDecl;
  readonly context: DocumentContext;
}

function checkAs(element: XmlElement, type: ElementType, { decl, context }: Rest): void {
  if (type.kind === 'simple') {
    attributeProblems(element, undefined, context);
    checkText(element, { type, decl, context });
    return;
  }
  if (type.open) {
    noNil(element, context.report);
    return checkOpen(element, context);
  }
  attributeProblems(element, type, context);
  if (type.text) checkText(element, { type: type.text, decl, context });
  else checkChildren(element, type, context);
  if (type.rules.length > 0) checkRules(element, type, { decl, context });
}

function checkText(
  element: XmlElement,
  { type, decl, context }: { type: SimpleType; decl: ElementDecl; context: DocumentContext },
): void {
  const { report } = context;
  const child = element.children.find((one) => one.kind === 'element');
  if (child?.kind === 'element') {
    report.add(child, {
      code: 'config/unexpected-element',
      message: `<${element.name}> holds text only, no elements`,
      hint: `Remove <${child.name}>, or write it as text: "&lt;" for "<", or all inside <![CDATA[…]]>.`,
    });
    return;
  }
  const written = textOf(element);
  const raw = written === '' ? (decl.default ?? '') : written;
  if (report.isOpen(raw)) return;
  const value = normalise(type, raw);
  const problem = problemOf(type, value);
  if (problem) {
    report.addText(element, {
      code: 'config/bad-value',
      message: `the text of <${element.name}> ${problem.message}`,
      hint: problem.hint,
    });
  } else if (type.builtin === 'ID') report.id(element, value, context.ids);
}

function checkChildren(element: XmlElement, type: ComplexType, context: DocumentContext): void {
  const { report, config } = context;
  const { elements, wildcard } = compiled(type);
  const children: XmlElement[] = [];
  let empty = true;
  for (const child of element.children) {
    if (child.kind === 'element') children.push(child);
    else if (child.kind === 'text' || child.kind === 'cdata') {
      // Without children of any kind, not even white space may stand inside.
      const allowed = type.children ? isBlank(child.value) : child.value === '';
      if (allowed || (report.isOpen(child.value) && type.children)) continue;
      if (empty) {
        report.add(child, {
          code: 'config/unexpected-text',
          message: isBlank(child.value)
            ? `<${element.name}> must be empty, without so much as a line break or a space`
            : `text has no place in <${element.name}>: ${JSON.stringify(child.value.trim().slice(0, 40))}`,
          hint: type.children
            ? 'Remove it, or make it a comment: <!-- … -->.'
            : `Write <${element.name} …/>, or put the end tag right after the start tag.`,
        });
      }
      empty = false;
    }
  }
  const places = children.map((child) => ({
    name: child.local,
    known: child.namespace === config.namespace && elements.has(child.local),
  }));
  for (const problem of contentProblems(type, places)) {
    describeContent(problem, { element, type, children, context });
  }
  if (wildcard) return;
  for (const child of children) {
    // There is no room for more errors, and it is known that there are some.
    if (report.full && report.failed) return;
    const decl = child.namespace === config.namespace ? elements.get(child.local) : undefined;
    if (decl) checkElement(child, decl, context);
  }
}

/** Anything may stand here; but what Repose would know it checks. */
function checkOpen(element: XmlElement, context: DocumentContext): void {
  const { config } = context;
  for (const child of element.children) {
    if (child.kind !== 'element') continue;
    if (child.namespace === config.namespace && child.local === config.root.name) {
      checkElement(child, config.root, context);
    } else checkOpen(child, context);
  }
}

function checkRules(element: XmlElement, type: ComplexType, { decl, context }: Rest): void {
  const { report } = context;
  const node = new ElementNode(element, type, {
    context: nodeContext(context),
    byDefault: decl.default,
  });
  for (const rule of type.rules) {
    rule.check(node, ({ at, attribute, message, hint }) => {
      const place = (at as ElementNode).element;
      const written = attribute && findAttribute(place, attribute);
      report.add(written || place, { code: rule.id, message, hint });
    });
  }
}

function nodeContext({ report, config }: DocumentContext): NodeContext {
  return {
    line: (offset) => report.line(offset),
    isOpen: (value) => report.isOpen(value),
    typeOf(element, declared) {
      const xsiType = findXsi(element, 'type');
      const found = xsiType && substitute(xsiType.value, element, { config, declared });
      return found?.kind === 'type' ? found.type : declared;
    },
  };
}

function findAttribute(element: XmlElement, name: string): XmlAttribute | undefined {
  return element.attributes.find((one) => one.name === name && !isNamespaceDeclaration(one));
}

function findXsi(element: XmlElement, local: string): XmlAttribute | undefined {
  return element.attributes.find((one) => one.namespace === xsiNamespace && one.local === local);
}

function isBlank(text: string): boolean {
  return /^[ \t\n\r]*$/.test(text);
}
