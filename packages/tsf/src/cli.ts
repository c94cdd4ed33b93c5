import { createRequire } from 'node:module';
import { defineCommandLine, runCli } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import type { World } from '@nearhand/core/report';
import { act } from './cli/act.ts';

// For bin/: one file to find, in place of two.
export { startTool } from '@nearhand/core/process';

export const commandLine = defineCommandLine({
  name: 'tsf',
  version: () => {
    const require = createRequire(import.meta.url);
    return (require('@nearhand/tsf/package.json') as { version: string }).version;
  },
  summary: 'Direct output into a timestamped file that never overwrites another',
  usage: [
    '[options] NAME',
    '[options] NAME -- COMMAND [ARGS...]',
    '--list | --at TIME | --diff | --prune | --recover [options] NAME',
  ],
  options: {
    directory: {
      type: 'boolean',
      alias: 'd',
      describe: 'make the folder NAME, and write the file NAME inside',
    },
    utc: {
      type: 'boolean',
      alias: 'u',
      describe: 'write the stamp in UTC',
      defaultText: 'local time',
    },
    ms: { type: 'boolean', describe: 'add milliseconds to the stamp' },
    us: { type: 'boolean', describe: 'add microseconds to the stamp' },
    format: {
      type: 'string',
      value: 'FORMAT',
      describe: 'write the stamp as `date +FORMAT` would',
      defaultText: '%Y%m%d%H%M%S',
    },
    suffix: {
      type: 'boolean',
      alias: 's',
      describe: 'put the stamp before the extension: NAME.STAMP.html',
    },
    time: { type: 'string', value: 'TIME', describe: 'stamp with this time', defaultText: 'now' },
    tee: { type: 'boolean', alias: 't', describe: 'write to stdout too' },
    print: { type: 'boolean', alias: 'p', describe: 'print the path of the file on stdout' },
    quiet: { type: 'boolean', alias: 'q', describe: "don't say the path of the file on stderr" },
    progress: {
      type: 'boolean',
      describe: 'show bytes, rate and time on a terminal meanwhile',
    },
    sync: { type: 'boolean', describe: 'flush file and folder to the disk before the end' },
    split: {
      type: 'boolean',
      describe: "write COMMAND's stderr to a file of its own: report.err.txt for report.txt",
    },
    'on-failure': {
      type: 'string',
      choices: ['keep', 'partial', 'discard'],
      describe: 'what to do with the output when COMMAND fails',
      defaultText: 'partial',
    },
    timeout: {
      type: 'string',
      value: 'SPAN',
      describe: 'end COMMAND after this time: 90s, 15m, 2h',
    },
    'min-bytes': {
      type: 'string',
      value: 'SIZE',
      describe: 'a shorter output is a failure, and kept as .partial',
    },
    'if-nonempty': { type: 'boolean', describe: 'make no file of an empty output' },
    gzip: { type: 'boolean', alias: 'z', describe: 'compress into NAME.gz' },
    zstd: { type: 'boolean', describe: 'compress into NAME.zst (Node 22.15 or newer)' },
    unchanged: {
      type: 'string',
      choices: ['skip', 'link'],
      describe: 'when the bytes equal the last file: store nothing, or a hard link to it',
    },
    latest: {
      type: 'boolean',
      alias: 'l',
      describe: 'keep a symbolic link NAME to the newest file',
    },
    keep: {
      type: 'number',
      integer: true,
      min: 1,
      describe: 'remove all but the N newest files of NAME',
    },
    'keep-for': {
      type: 'string',
      value: 'SPAN',
      describe: 'remove files of NAME that are older: 12h, 30d, 1y',
    },
    'max-size': {
      type: 'string',
      value: 'SIZE',
      describe: 'remove the oldest files of NAME beyond this size in total: 200M, 1G',
    },
    sha256: {
      type: 'boolean',
      describe: 'record the SHA-256 of outputs above 8 MiB too',
    },
    record: {
      type: 'boolean',
      describe: 'add a line to .tsf.jsonl; --no-record adds none',
      defaultText: 'yes',
    },
    list: { type: 'boolean', describe: 'list the files of NAME' },
    at: { type: 'string', value: 'TIME', describe: 'print the file of NAME that was current then' },
    diff: {
      type: 'boolean',
      describe:
        'compare two files of NAME: the last two, or those of two times or numbers (-1 is the last)',
    },
    prune: {
      type: 'boolean',
      describe: 'only remove files, as --keep, --keep-for and --max-size say',
    },
    recover: {
      type: 'boolean',
      describe: 'give what killed runs of NAME left behind a name that ends in .partial',
    },
    'dry-run': {
      type: 'boolean',
      alias: 'n',
      describe: 'say what would be removed, and remove nothing',
    },
    json: { type: 'boolean', describe: 'print JSON, with --list and --prune' },
  },
  examples: [
    ['curl -s URL | tsf page.html', 'save what comes in as 20150326123412-page.html'],
    ['tsf report.txt -- ./job --daily', 'run a command, and save what it writes'],
    ['tsf --list report.txt', 'what there is, and how each run ended'],
  ],
  notes: [
    'Exit codes: 0, 1 the output is not complete, 2 misuse. With a COMMAND: its own, 124 after --timeout, 125 tsf itself failed, 126 COMMAND cannot be run, 127 it was not found.',
  ],
  complete: 'file',
});

export async function main(argv: readonly string[], world: World): Promise<Outcome> {
  let reached = false;
  const outcome = await runCli(commandLine, argv, world, (context) => {
    reached = true;
    return act(context);
  });
  // With a command, every failure of ours has one exit code, which few commands use.
  const misused = !reached && outcome.kind === 'exit' && outcome.code === 2;
  return misused && namesCommand(argv) ? { kind: 'exit', code: 125 } : outcome;
}

function namesCommand(argv: readonly string[]): boolean {
  const dashes = argv.indexOf('--');
  const before = argv.slice(0, Math.max(dashes, 0));
  return dashes < argv.length - 1 && before.some((word) => !word.startsWith('-'));
}
