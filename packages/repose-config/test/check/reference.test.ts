import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { need } from '@nearhand/test-kit';
import { describe, expect, test } from 'vitest';
import { check, configTypes, type CheckResult, type ConfigType } from '../../src/index.ts';
import { corpus, corpusDir, corpusText } from '../corpus.ts';
import { mutate, random } from './mutate.ts';

const python = '/usr/bin/python3';
const reference = need(
  'python-xmlschema',
  'apt-get install python3-xmlschema python3-lxml',
  () => spawnSync(python, ['-c', 'import xmlschema, lxml']).status === 0,
);

/** How many changed files of each type are compared; more with NEARHAND_MUTATIONS=1000. */
const perType = Number(process.env['NEARHAND_MUTATIONS'] ?? 40);

interface Answer {
  readonly valid?: boolean;
  readonly errors?: readonly string[];
  readonly broken?: string;
  readonly failed?: string;
}

describe.skipIf(!corpus.met || !reference.met)('beside python-xmlschema', () => {
  test(
    'files with random changes get the same verdict from both',
    { timeout: 600_000 },
    async () => {
      const { config_types: records } = JSON.parse(corpusText('config-types.json')) as {
        config_types: { config: string; xsd: string }[];
      };
      const seeds = seedsByType();
      const judge = startReference();
      const next = random(20);
      const jobs: Promise<unknown>[] = [];
      const differences: unknown[] = [];
      let compared = 0;
      for (const type of configTypes) {
        const xsd = records.find(({ config }) => config === type.fileName)!.xsd;
        const texts = seeds.get(type) ?? [];
        for (let i = 0; i < perType; i += 1) {
          let text = texts[Math.floor(next() * texts.length)]!;
          for (let times = 1 + Math.floor(next() * 2.2); times > 0; times -= 1)
            text = mutate(text, next);
          const mine = check(text);
          const job = judge.ask(join(corpusDir!, 'schemas', xsd), text).then((theirs) => {
            compared += 1;
            if (!agrees(text, mine, theirs))
              differences.push({ text, theirs, mine: mine.findings });
          });
          jobs.push(job);
        }
        await Promise.all(jobs);
      }
      judge.end();
      expect(differences).toEqual([]);
      expect(compared).toBe(perType * configTypes.length);
    },
  );
});

function agrees(text: string, mine: CheckResult, theirs: Answer): boolean {
  if (theirs.broken !== undefined) return !mine.valid;
  // It throws for an xsi:type that can't stand where it does.
  if (theirs.failed !== undefined)
    return !mine.valid && /cannot substitute|not found/.test(theirs.failed);
  if (theirs.valid === mine.valid) return true;
  // Where python-xmlschema departs from XML Schema: it fails over an empty element in an assertion,
  if (theirs.errors!.some((error) => error.includes('XPDY0050'))) return true;
  // shows assertions the white space of a list,
  const lists = / (groups|role|http-methods)=(["'])(?: |(?:(?!\2).)*(?: {2}| \2))/;
  if (lists.test(text) && theirs.errors!.every((error) => error.includes('assertion'))) return true;
  // takes an empty CDATA section for text,
  if (
    !theirs.valid &&
    text.includes('<![CDATA[]]>') &&
    theirs.errors!.every((error) => /resources: assertion/.test(error))
  )
    return true;
  // and lets text stand beside a wildcard.
  return (
    theirs.valid === true &&
    mine.findings.every(
      ({ code, message }) => code === 'config/unexpected-text' && /<(validator|xsl)>/.test(message),
    )
  );
}

/** Valid files of each type: those of Repose, and our examples. */
function seedsByType(): Map<ConfigType, string[]> {
  const seeds = new Map(configTypes.map((type) => [type, [type.example]]));
  const external = JSON.parse(corpusText('placeholders.json')) as Record<string, string>;
  const fill = (text: string) =>
    text.replace(/\$\{([^}]+)\}/g, (all, name) => external[name as string] ?? all);
  const cases = (JSON.parse(corpusText('open.json')) as { xml: string }[]).map(({ xml }) => xml);
  const files = (
    JSON.parse(corpusText('manifest-open.json')) as { path: string; verdict: string }[]
  )
    .filter(({ verdict }) => verdict === 'valid')
    .map(({ path }) => fill(corpusText(path)));
  for (const text of [...cases, ...files]) {
    const { type } = check(text);
    if (type && text.length < 10_000) seeds.get(type)?.push(text);
  }
  return seeds;
}

function startReference() {
  const script = join(import.meta.dirname, '../fixtures/reference.py');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((answer: Answer) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.(JSON.parse(line) as Answer);
  });
  return {
    ask(schema: string, text: string): Promise<Answer> {
      // It takes an element without a namespace for one of the schema's.
      const xml = text.replaceAll('xmlns=""', 'xmlns="urn:none"');
      child.stdin.write(`${JSON.stringify({ schema, xml })}\n`);
      return new Promise((resolve) => waiting.push(resolve));
    },
    end() {
      child.stdin.end();
    },
  };
}
