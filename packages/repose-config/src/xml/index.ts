// The lossless XML reader. Nothing below this folder knows Repose, or Node.
export { decodeXml, encodeXml, type Decoded } from './decode.ts';
export type { XmlLimits } from './limits.ts';
export { isNamespaceDeclaration, namespaceOf } from './namespaces.ts';
export type {
  NamespaceScope,
  Position,
  XmlAttribute,
  XmlCdata,
  XmlComment,
  XmlDeclaration,
  XmlDoctype,
  XmlDocument,
  XmlElement,
  XmlEntity,
  XmlInstruction,
  XmlNode,
  XmlPart,
  XmlProblem,
  XmlText,
} from './nodes.ts';
export { positionAt, positions } from './position.ts';
export { readXml, type ReadXmlOptions } from './read.ts';
