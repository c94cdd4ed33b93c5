export { check, type CheckOptions, type CheckResult } from './check.ts';
