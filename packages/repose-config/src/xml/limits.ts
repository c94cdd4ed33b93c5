/**
 * How much a document may ask of the reader. The defaults are far above any configuration of Repose,
 * and low enough that a hostile file is refused in well under a second.
 */
export interface XmlLimits {
  /** Elements within each other. Default: 256, as libxml2 has it. */
  readonly depth: number;
  /** UTF-16 units of the whole text. Default: 64 Mi. */
  readonly length: number;
  /** Elements, attributes and other parts, all together. Default: 1,000,000. */
  readonly parts: number;
  /** Attributes of one element. Default: 1,000. */
  readonly attributes: number;
  /** UTF-16 units of one attribute's value. Default: 1,000,000. */
  readonly attributeLength: number;
  /** UTF-16 units of one name. Default: 1,000, as Java's parser has it. */
  readonly nameLength: number;
  /** Entities within each other. Default: 20. */
  readonly entityDepth: number;
  /** References to declared entities, those inside entities included. Default: 10,000. */
  readonly entityReferences: number;
  /** UTF-16 units that entities expand to, all together. Default: 1,000,000. */
  readonly entityLength: number;
  /** Problems after which reading stops. Default: 100. */
  readonly problems: number;
}

export const defaultLimits: XmlLimits = {
  depth: 256,
  length: 64 * 1024 * 1024,
  parts: 1_000_000,
  attributes: 1000,
  attributeLength: 1_000_000,
  nameLength: 1000,
  entityDepth: 20,
  entityReferences: 10_000,
  entityLength: 1_000_000,
  problems: 100,
};
