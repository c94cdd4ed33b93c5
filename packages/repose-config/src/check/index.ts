export { check, type CheckOptions, type CheckResult } from './check.ts';
export { compareFindings, type Finding, type Severity } from './finding.ts';
