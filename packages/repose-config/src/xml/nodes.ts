/** Where something stands in a text: both count from 1; the column in UTF-16 units, as editors and SARIF count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * What all parts of a document have. Offsets count UTF-16 units of `XmlDocument.source`; `end` is the
 * offset after the last one. A part that came out of an entity stands where the document refers to
 * that entity.
 */
export interface XmlPart {
  readonly start: number;
  readonly end: number;
}

export interface XmlElement extends XmlPart {
  readonly kind: 'element';
  /** As written, with its prefix. */
  readonly name: string;
  /** Empty where there is none. */
  readonly prefix: string;
  readonly local: string;
  /** The namespace name that the prefix stands for; empty where there is none. */
  readonly namespace: string;
  /** In the order of the document; namespace declarations are among them (see `isNamespaceDeclaration`). */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  readonly parent: XmlElement | undefined;
  /** The offset after the start tag's `>`. */
  readonly openEnd: number;
  /** The offset of the end tag's `<`; that of `end` where the element is written `<a/>`. */
  readonly closeStart: number;
  readonly scope: NamespaceScope | undefined;
}

/** The prefixes that are bound at an element, innermost first. */
export interface NamespaceScope {
  readonly prefix: string;
  readonly namespace: string;
  readonly outer: NamespaceScope | undefined;
}

/** `start` is that of the name, `end` follows the closing quote. One that a DOCTYPE adds has `start === end`. */
export interface XmlAttribute extends XmlPart {
  readonly kind: 'attribute';
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  /** Normalised, with references expanded. */
  readonly value: string;
  /** The value as written stands between these two, without its quotes. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Character data with references expanded and line ends as `\n`. */
export interface XmlText extends XmlPart {
  readonly kind: 'text';
  readonly value: string;
  readonly parent: XmlElement | undefined;
}

export interface XmlCdata extends XmlPart {
  readonly kind: 'cdata';
  readonly value: string;
  readonly parent: XmlElement | undefined;
}

export interface XmlComment extends XmlPart {
  readonly kind: 'comment';
  readonly value: string;
  readonly parent: XmlElement | undefined;
}

export interface XmlInstruction extends XmlPart {
  readonly kind: 'instruction';
  readonly target: string;
  readonly value: string;
  readonly parent: XmlElement | undefined;
}

export interface XmlDoctype extends XmlPart {
  readonly kind: 'doctype';
  readonly name: string;
  readonly publicId: string | undefined;
  /** The system identifier. It is never fetched. */
  readonly systemId: string | undefined;
}

export interface XmlDeclaration extends XmlPart {
  readonly version: string;
  readonly encoding: string | undefined;
  readonly standalone: boolean | undefined;
}

export type XmlNode = XmlElement | XmlText | XmlCdata | XmlComment | XmlInstruction | XmlDoctype;

/** Why a text is not well-formed XML, or is refused. */
export interface XmlProblem extends XmlPart {
  /** A stable name, such as `mismatched-tag`. */
  readonly code: string;
  /** One sentence in plain words, without a place and without a full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** Another place that belongs to it, such as the start tag of a mismatched end tag. */
  readonly related?: { readonly offset: number; readonly message: string };
}

/** An entity that the DOCTYPE declares. */
export interface XmlEntity extends XmlPart {
  readonly name: string;
  /** The replacement text; undefined for an external entity. */
  readonly value: string | undefined;
  readonly systemId: string | undefined;
  /** The notation of an unparsed entity. */
  readonly notation: string | undefined;
}

export interface XmlDocument {
  /** The text that was read, a byte order mark included: what is written back when nothing changes. */
  readonly source: string;
  readonly declaration: XmlDeclaration | undefined;
  readonly doctype: XmlDoctype | undefined;
  /** Comments and instructions before and after the root, the DOCTYPE, and the root. */
  readonly children: readonly XmlNode[];
  /** What was read of the root element, also where problems follow; undefined where none was found. */
  readonly root: XmlElement | undefined;
  readonly entities: ReadonlyMap<string, XmlEntity>;
  /** In the order of the document. Empty: the document is well-formed, with its namespaces. */
  readonly problems: readonly XmlProblem[];
}
