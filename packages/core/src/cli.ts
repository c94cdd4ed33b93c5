/**
 * The command line of every tool, from one table of options: the parser, the help, the completion
 * and the README's flag table all read it.
 *
 * yargs-parser alone (about 4 ms) serves the way that runs a command; yargs itself (about ten times
 * that) lays out the help, and is loaded for nothing else.
 */
export {
  defineCommandLine,
  type CommandLine,
  type Completion,
  type OptionSpec,
  type Options,
  type SubcommandSpec,
  type Values,
} from './cli/table.ts';
export { parseArgv, type Parsed } from './cli/parse.ts';
export { runCli, type CliContext } from './cli/run.ts';
export { flagTable } from './cli/flag-table.ts';
export { manualFiles } from './cli/manual-files.ts';
export { manPage } from './cli/man-page.ts';
export { usageError } from './cli/usage-error.ts';
