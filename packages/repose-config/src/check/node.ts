/** An element as the rules see it. */
import type { AttributeDecl, ComplexType, ElementType, RuleNode } from '../model/index.ts';
import type { XmlAttribute, XmlElement } from '../xml/index.ts';
import { compiled } from './compiled.ts';
import { normalise, problemOf } from './value.ts';

export interface NodeContext {
  line(offset: number): number;
  /** Whether a value still has a placeholder in it. */
  isOpen(value: string): boolean;
  typeOf(element: XmlElement, declared: ElementType): ElementType;
}

/** Made only for elements that a rule looks at. */
export class ElementNode implements RuleNode {
  readonly element: XmlElement;
  readonly #type: ElementType | undefined;
  readonly #context: NodeContext;
  readonly #default: string | undefined;
  #children: ElementNode[] | undefined;

  constructor(
    element: XmlElement,
    type: ElementType | undefined,
    rest: { readonly context: NodeContext; readonly byDefault?: string | undefined },
  ) {
    this.element = element;
    this.#type = type;
    this.#context = rest.context;
    this.#default = rest.byDefault;
  }

  get name(): string {
    return this.element.local;
  }

  get children(): readonly ElementNode[] {
    if (this.#children) return this.#children;
    const type = this.#type;
    const known = type?.kind === 'complex' ? compiled(type).elements : undefined;
    this.#children = [];
    for (const child of this.element.children) {
      if (child.kind !== 'element') continue;
      const decl = child.namespace === this.element.namespace ? known?.get(child.local) : undefined;
      const context = this.#context;
      const childType = decl && context.typeOf(child, decl.type);
      this.#children.push(new ElementNode(child, childType, { context, byDefault: decl?.default }));
    }
    return this.#children;
  }

  childrenOf(name: string): readonly ElementNode[] {
    const { namespace } = this.element;
    return this.children.filter(
      ({ element }) => element.local === name && element.namespace === namespace,
    );
  }

  has(attribute: string): boolean {
    return this.#find(attribute) !== undefined;
  }

  value(attribute: string): string | undefined {
    const decl = this.#decl(attribute);
    const raw = this.#find(attribute)?.value ?? decl?.default;
    return raw === undefined || !decl ? raw : normalise(decl.type, raw);
  }

  unknown(attribute: string): boolean {
    const written = this.#find(attribute);
    if (!written) return false;
    if (this.#context.isOpen(written.value)) return true;
    const decl = this.#decl(attribute);
    return (
      decl !== undefined && problemOf(decl.type, normalise(decl.type, written.value)) !== undefined
    );
  }

  get text(): string {
    const text = textOf(this.element);
    return text === '' ? (this.#default ?? '') : text;
  }

  get hasText(): boolean {
    return textOf(this.element) !== '';
  }

  line(attribute?: string): number {
    const at = attribute === undefined ? undefined : this.#find(attribute);
    return this.#context.line((at ?? this.element).start);
  }

  #find(name: string): XmlAttribute | undefined {
    return this.element.attributes.find((one) => one.local === name && one.namespace === '');
  }

  #decl(name: string): AttributeDecl | undefined {
    return this.#type?.kind === 'complex' ? attributesOf(this.#type).get(name) : undefined;
  }
}

function attributesOf(type: ComplexType): ReadonlyMap<string, AttributeDecl> {
  return compiled(type).attributes;
}

/** The character data directly inside, comments and instructions left out. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of element.children) {
    if (child.kind === 'text' || child.kind === 'cdata') text += child.value;
  }
  return text;
}
