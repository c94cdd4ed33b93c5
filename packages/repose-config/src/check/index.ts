export { check, type CheckOptions, type CheckResult } from './check.ts';
export { checkFolder, type CheckFolderOptions, type CheckFolderResult } from './check-folder.ts';
