export {
  check,
  compareFindings,
  type CheckOptions,
  type CheckResult,
  type Finding,
  type Severity,
} from './check/index.ts';
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
