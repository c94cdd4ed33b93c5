export { configTypes, typeFor, typeNamed } from './model/index.ts';
export {
  decodeXml,
  encodeXml,
  positionAt,
  readXml,
  type Position,
  type XmlDocument,
  type XmlElement,
  type XmlProblem,
} from './xml/index.ts';
