import type { Folder } from '../folder/folder.ts';
import { elements } from '../folder/folder.ts';
import { elementsOf } from '../model/index.ts';
import type { ElementDecl } from '../model/declaration.ts';
import { isNamespaceDeclaration, type XmlElement, type XmlNode } from '../xml/index.ts';
import {
  addAttribute,
  hasOnlyText,
  insertChild,
  removeAttribute,
  removeNode,
  setAttribute,
  setText,
  textOf,
} from './element.ts';
import { brokenFile, editError, placeIn } from './error.ts';
import { escapeXml, isWritable } from './escape.ts';
import { layoutOf } from './layout.ts';
import { findTarget, identify, type PathStep, type Target } from './path.ts';
import { makePlan, type EditPlan } from './plan.ts';
import type { TextEdit } from './text-edit.ts';

/** What stands at a path, as written or as Repose would take it. */
export interface Got {
  readonly value: string | undefined;
  /** Whether it stands in the file, or is the default. */
  readonly written: boolean;
  readonly file: string;
  /** Offsets of what holds it. */
  readonly start: number;
  readonly end: number;
}

/** Reads the value at a path: that of an attribute, or the text of an element. */
export function getValue(folder: Folder, path: string): Got {
  const { file, element, missing, attribute, decl } = findTarget(folder, path);
  // A default may stand for an element that isn't written, but not for one that was asked for by name.
  const asked = missing.find(({ pick }) => pick !== undefined);
  if (asked) {
    const there = elements(element, asked.name).map(
      (one, index) => identify(one) ?? String(index + 1),
    );
    const wanted = asked.pick?.kind === 'value' ? asked.pick.value : String(asked.pick?.index);
    throw editError(
      'PATH_UNKNOWN',
      `${file.name} has no ${asked.name} ${JSON.stringify(wanted)} there`,
      {
        wanted,
        known: there,
        hint: there.length === 0 ? 'It has none at all.' : `It has: ${there.join(', ')}.`,
      },
    );
  }
  const place = { file: file.name, start: element.start, end: element.openEnd };
  if (attribute) {
    const { node } = attribute;
    if (node)
      return { value: node.value, written: true, ...place, start: node.start, end: node.end };
    return { value: attribute.decl?.default, written: false, ...place };
  }
  if (missing.length > 0) return { value: decl?.default, written: false, ...place };
  if (elements(element).length > 0) {
    throw editError('PATH_NOT_A_VALUE', `<${element.local}> holds elements, not a value`, {
      hint: `Go on with one of: ${belowOf(element).join(', ')}.`,
    });
  }
  return { value: textOf(element).trim(), written: true, ...place };
}

function belowOf(element: XmlElement): string[] {
  const names = elements(element).map((child) => {
    const which = identify(child);
    return which === undefined ? child.local : `${child.local}[${which}]`;
  });
  return [
    ...new Set(names),
    ...element.attributes.filter((one) => !isNamespaceDeclaration(one)).map(({ name }) => name),
  ];
}

/** Gives an attribute or an element's text a value; elements that are missing are added. */
export function setValue(folder: Folder, path: string, value: string): EditPlan {
  if (!isWritable(value)) {
    throw editError('VALUE_NOT_XML', 'the value contains a character that XML cannot hold');
  }
  const target = changeable(findTarget(folder, path));
  refuseEntity(target);
  return makePlan(folder, {
    summary: [`set ${path} to ${JSON.stringify(value)}`],
    changes: [{ file: target.file, edits: [editFor(target, path, value)] }],
  });
}

function editFor(target: Target, path: string, value: string): TextEdit {
  const { file, element, missing, attribute, decl } = target;
  if (missing.length > 0) return addMissing(target, value);
  if (attribute) {
    if (attribute.node) return setAttribute(file.document, attribute.node, value);
    return addAttribute(file.document, element, { name: attribute.name, value });
  }
  const holdsText = decl ? decl.type.kind === 'simple' || decl.type.text || decl.type.open : true;
  if (!holdsText || elements(element).length > 0) {
    throw editError('PATH_NOT_A_VALUE', `${path} is an element that holds no text of its own`, {
      hint: `Go on with one of: ${belowOf(element).join(', ')}.`,
    });
  }
  if (!hasOnlyText(element)) {
    throw editError(
      'COMMENT_IN_TEXT',
      `a comment stands in the text of ${path}, and would be lost`,
      {
        hint: `Move it out of <${element.local}> first.`,
      },
    );
  }
  return setText(file.document, element, value);
}

/** What came out of an entity, or out of the DOCTYPE, isn't written where it shows. */
function refuseEntity({ file, element, attribute }: Target): void {
  const at = attribute?.node ?? element;
  const generated = attribute?.node && attribute.node.end === attribute.node.start;
  if (!generated && file.document.source[at.start] !== '&') return;
  throw editError('FROM_ENTITY', `this part of ${file.name} comes out of its DOCTYPE`, {
    hint: 'Change the declaration in the DOCTYPE by hand.',
    place: placeIn(file, generated ? element.start : at.start),
  });
}

/** Adds the elements of a path that aren't written yet, with the value at its end. */
function addMissing({ file, element, missing, attribute }: Target, value: string): TextEdit {
  const prefix = element.prefix === '' ? '' : `${element.prefix}:`;
  const { step } = layoutOf(file.document);
  const lines: string[] = [];
  const ends: string[] = [];
  for (const [depth, one] of missing.entries()) {
    const indent = step.repeat(depth);
    const last = depth === missing.length - 1;
    const name = prefix + one.name;
    const attributes = new Map(pickAttribute(one));
    if (last && attribute) attributes.set(attribute.name, value);
    const open = `<${name}${[...attributes].map(([key, text]) => ` ${key}="${escapeXml(text, '"')}"`).join('')}`;
    if (!last) {
      lines.push(`${indent}${open}>`);
      ends.unshift(`${indent}</${name}>`);
    } else if (attribute) lines.push(`${indent}${open}/>`);
    else lines.push(`${indent}${open}>${escapeXml(value)}</${name}>`);
  }
  const parentDecl = declOf(file.type?.root, element);
  return insertChild(file.document, element, {
    lines: [...lines, ...ends],
    after: placeFor(element, parentDecl, missing[0]!.name),
  });
}

function pickAttribute({ pick, decl }: PathStep & { decl: ElementDecl }): [string, string][] {
  if (pick?.kind !== 'value') return [];
  const declared = decl.type.kind === 'complex' ? decl.type.attributes : [];
  const name =
    pick.attribute ?? declared.find((one) => one.name === 'id' || one.name === 'name')?.name;
  return name === undefined ? [] : [[name, pick.value]];
}

/** The declaration of an element that is written, found by walking down to it. */
export function declOf(
  root: ElementDecl | undefined,
  element: XmlElement,
): ElementDecl | undefined {
  if (!element.parent) return root;
  const parent = declOf(root, element.parent);
  return parent && elementsOf(parent.type).find(({ name }) => name === element.local);
}

/** Which child a new one has to follow, so that all stand in the order that is declared. */
export function placeFor(
  parent: XmlElement,
  decl: ElementDecl | undefined,
  name: string,
): XmlNode | 'start' | undefined {
  const order = decl ? elementsOf(decl.type).map((one) => one.name) : [];
  const rank = order.indexOf(name);
  const children = elements(parent);
  const previous = children.findLast((child) => {
    const other = order.indexOf(child.local);
    return rank < 0 || other < 0 || other <= rank;
  });
  if (previous) return previous;
  return children.length > 0 ? 'start' : undefined;
}

/** What a change would bring can't be told of a file that is broken already. */
function changeable(target: Target): Target {
  if (target.file.document.problems.length > 0) throw brokenFile(target.file);
  return target;
}

/** Takes an attribute or an element away. */
export function removeValue(folder: Folder, path: string): EditPlan {
  const target = changeable(findTarget(folder, path));
  refuseEntity(target);
  const { file, element, missing, attribute } = target;
  if (missing.length > 0 || (attribute && !attribute.node)) {
    throw editError('PATH_UNKNOWN', `${path} is not written in ${file.name}`);
  }
  if (!attribute && !element.parent) {
    throw editError('PATH_NOT_A_VALUE', 'the root element cannot be removed');
  }
  const edit = attribute?.node
    ? removeAttribute(file.document, attribute.node)
    : removeNode(file.document, element);
  return makePlan(folder, { summary: [`remove ${path}`], changes: [{ file, edits: [edit] }] });
}
