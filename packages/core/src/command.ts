/**
 * What a command of the family may need at its start, as one CommonJS file: each further file costs a run
 * half a millisecond. Only the commands' own builds use it; a library imports the subpaths.
 */
export { defineCommandLine, runCli } from './cli.ts';
export * from './config.ts';
export * from './errors.ts';
export * from './lock.ts';
export * from './nearest.ts';
export * from './process.ts';
export * from './quote.ts';
export * from './report.ts';
export * from './sha256.ts';
export * from './trust.ts';
