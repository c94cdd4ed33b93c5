import type { XmlElement } from '../xml/index.ts';

/** The child elements of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return elementsOf(element).filter((child) => child.local === name);
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

export function elementsOf(element: XmlElement | undefined): readonly XmlElement[] {
  return (element?.children ?? []).filter((node): node is XmlElement => node.kind === 'element');
}

export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes.find((own) => own.namespace === '' && own.local === name)?.value;
}

/** `true` and `1` are true, as XML Schema has it. */
export function flag(element: XmlElement | undefined, name: string, otherwise: boolean): boolean {
  const value = attribute(element, name)?.trim();
  return value === undefined || value === '' ? otherwise : value === 'true' || value === '1';
}

export function numberOf(element: XmlElement | undefined, name: string): number | undefined {
  const value = attribute(element, name)?.trim();
  return value === undefined || value === '' ? undefined : Number(value);
}

/** A list of words with spaces between them. */
export function words(element: XmlElement | undefined, name: string): readonly string[] {
  return (attribute(element, name) ?? '').split(/\s+/).filter((word) => word !== '');
}

/** The text inside, with its ends trimmed. */
export function textOf(element: XmlElement | undefined): string {
  return (element?.children ?? [])
    .map((node) => (node.kind === 'text' || node.kind === 'cdata' ? node.value : ''))
    .join('')
    .trim();
}
