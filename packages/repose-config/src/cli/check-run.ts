import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { CliContext, Options } from '@nearhand/core/cli';
import { unknownName } from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import { painter, wantsColour } from '@nearhand/core/report';
import { check, checkFolder } from '../check/index.ts';
import type { Finding } from '../finding.ts';
import { configTypes, typeNamed } from '../model/index.ts';
import type { TemplateValues } from '../template/index.ts';
import { print } from './command.ts';
import { fixInput } from './fix-run.ts';
import { formatGithub } from './format-github.ts';
import { formatJson } from './format-json.ts';
import { formatSarif } from './format-sarif.ts';
import { formatText } from './format-text.ts';
import { localNames } from './local-names.ts';
import { lockFolder } from './lock-folder.ts';
import { usage } from './folder-io.ts';
import { readInput, type Input } from './read-input.ts';
import { readValues } from './read-values.ts';

interface CheckValues {
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly format?: 'text' | 'json' | 'sarif' | 'github';
  readonly type?: string;
  readonly values?: string;
  readonly here?: boolean;
  readonly 'own-filter'?: readonly string[];
}

/** What was found, and the texts that it was found in, by the names that findings have. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
  /** How many files were looked at, those included that hold no text. */
  readonly files: number;
}

export async function runCheck(context: CliContext<Options>): Promise<number> {
  const { world, report, rest } = context;
  const given = context.commandValues as CheckValues;
  if (given.json && given.format !== undefined && given.format !== 'json') {
    throw usage(`--json and --format ${given.format} are two formats`, 'Name one of them.');
  }
  const values = given.values === undefined ? {} : readValues(resolve(world.cwd, given.values));
  const findings: Finding[] = [];
  const texts = new Map<string, string>();
  let unreadable = 0;
  for (const operand of rest.length === 0 ? ['.'] : rest) {
    const input = given.fix ? await readAndFix(operand, context) : await readInput(operand, world);
    const found = judge(input, { given, values });
    findings.push(...found.findings);
    for (const [name, text] of found.texts) texts.set(name, text);
    unreadable += input.findings.length;
  }
  const format = given.json ? 'json' : (given.format ?? 'text');
  const found = { findings, texts, files: texts.size + unreadable };
  if (format === 'json') await print(world, formatJson(found));
  else if (format === 'sarif') await print(world, formatSarif(found));
  else if (format === 'github') await print(world, formatGithub(found));
  else {
    const paint = painter(wantsColour(world.env, world.stdout));
    await print(world, formatText(found, { paint, columns: world.stdout.columns }));
    report.note(summary(found));
  }
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function readAndFix(operand: string, context: CliContext<Options>): Promise<Input> {
  const { world } = context;
  const path = resolve(world.cwd, operand);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return lockFolder(isFolder ? path : dirname(path), async () =>
    fixInput(await readInput(operand, world), context),
  );
}

interface Judging {
  readonly given: CheckValues;
  readonly values: TemplateValues;
}

function judge(input: Input, { given, values }: Judging): Omit<Found, 'files'> {
  // What can't be read as text is found out before.
  const findings: Finding[] = [...input.findings];
  const named = (name: string) => (input.kind === 'folder' ? join(input.name, name) : name);
  if (input.kind === 'file') {
    const type = given.type === undefined ? undefined : chosenType(given.type);
    for (const [file, text] of input.texts) {
      findings.push(...check(text, { file, type, values }).findings);
    }
    return { findings, texts: input.texts };
  }
  if (given.type !== undefined) {
    throw new ToolError(`--type is for files, and ${JSON.stringify(input.name)} is a folder`, {
      code: 'USAGE',
      hint: 'Name the file. In a folder, the root element and the name tell the type.',
    });
  }
  const result = checkFolder(input.texts, {
    values,
    others: input.others,
    ownFilters: given['own-filter'],
    hostNames: given.here ? localNames() : undefined,
    exists: (path) => {
      const plain = path.replace(/^file:(?:\/\/)?(?=\/)/, '');
      // A path of the machine that Repose runs on can't be looked up on another.
      return isAbsolute(plain) && !given.here ? undefined : existsSync(resolve(input.dir, plain));
    },
  });
  for (const finding of result.findings) {
    const { file, related } = finding;
    findings.push({
      ...finding,
      file: named(file),
      related: related && { ...related, file: named(related.file) },
    });
  }
  return { findings, texts: new Map([...input.texts].map(([name, text]) => [named(name), text])) };
}

function chosenType(name: string) {
  const type = typeNamed(name);
  if (!type) {
    throw unknownName('type', name, { known: configTypes.map((one) => one.name) });
  }
  return type;
}

function summary({ findings, files: n }: Found): string {
  const count = (severity: Finding['severity'], word: string) => {
    const many = findings.filter((one) => one.severity === severity).length;
    return many === 0 ? [] : [`${many} ${word}${many === 1 ? '' : 's'}`];
  };
  const parts = [
    ...count('error', 'error'),
    ...count('warning', 'warning'),
    ...count('note', 'note'),
  ];
  const files = n === 1 ? 'one file' : `${n} files`;
  return parts.length === 0 ? `${files}, nothing wrong` : `${parts.join(', ')} in ${files}`;
}
