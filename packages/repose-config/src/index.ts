export {
  check,
  checkFolder,
  type CheckFolderOptions,
  type CheckFolderResult,
  type CheckOptions,
  type CheckResult,
} from './check/index.ts';
export {
  compareFindings,
  type Finding,
  type Fix,
  type RelatedPlace,
  type Severity,
} from './finding.ts';
export {
  configTypes,
  elementsOf,
  filters,
  typeFor,
  typeNamed,
  type AttributeDecl,
  type ComplexType,
  type ConfigType,
  type ElementDecl,
  type ElementType,
  type FilterInfo,
  type SimpleType,
} from './model/index.ts';
export type { TemplateValues } from './template/index.ts';
