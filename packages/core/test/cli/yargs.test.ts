import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import yargs from 'yargs';
import { isToolError } from '../../src/errors.ts';
import { parseArgv, type CommandLine, type Options, type OptionSpec } from '../../src/cli.ts';
import { parserSettings, valueOf } from '../../src/cli/read-options.ts';
import { mixed, runner, tool } from './tables.ts';

const RUNS = { numRuns: 1000 };

/** Kebab-case names, some of them such as every object has. */
const name = fc
  .oneof(
    fc.stringMatching(/^[a-z][a-z0-9]{1,6}(-[a-z0-9]{1,5}){0,2}$/),
    fc.constantFrom('constructor', 'to-string', 'value-of', 'length', 'a1', 'node', '__proto'),
  )
  .filter((text) => !text.startsWith('no-') && !['help', 'version', 'completion'].includes(text));

const type = fc.constantFrom<OptionSpec['type']>('boolean', 'string', 'number', 'list');

const options: fc.Arbitrary<Options> = fc
  .uniqueArray(fc.tuple(name, type, fc.boolean()), {
    minLength: 1,
    maxLength: 8,
    selector: ([key]) => key,
  })
  .map((entries) =>
    Object.fromEntries(
      entries.map(([key, kind, short], index) => [
        key,
        { type: kind, describe: 'x', alias: short ? 'abcdefgi'[index] : undefined },
      ]),
    ),
  );

/** Text as people and scripts pass it, and then anything at all. */
const text = fc.oneof(
  fc.constantFrom('', '007', '1e3', '0x10', 'true', 'false', '-', '-5', 'a=b', '"q"', "'q'", 'a.b'),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => !value.includes('\0')),
);
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map(String),
  fc.constantFrom('007', '-0', '+5', '.5', '5.', '1e3'),
);

interface Use {
  readonly key: string;
  readonly value: string;
  /** How it is written for us, and in a form that yargs reads in the same way. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

function use(key: string, { type, alias }: OptionSpec): fc.Arbitrary<Use> {
  if (type === 'boolean') {
    const forms = [[`--${key}`], [`--no-${key}`], [`--${key}=true`], [`--${key}=false`]];
    if (alias !== undefined) forms.push([`-${alias}`], [`-${alias}${alias}`]);
    return fc.constantFrom(...forms).map((words) => ({
      key,
      value: String(!/^--no-|=false$/.test(words[0]!)),
      ours: words,
      theirs: words,
    }));
  }
  return fc.tuple(type === 'number' ? number : text, fc.nat(3)).map(([value, form]) => {
    const joined = [`--${key}=${value}`];
    const apart = !value.startsWith('-') || /^-(\d.*)?$/s.test(value);
    if (form === 0 && apart) return { key, value, ours: [`--${key}`, value], theirs: joined };
    if (form === 1 && apart && alias !== undefined) {
      return { key, value, ours: [`-${alias}`, value], theirs: [`-${alias}`, value] };
    }
    // yargs takes the letters of `-nvalue` for options of their own.
    if (form === 2 && alias !== undefined && value !== '') {
      return { key, value, ours: [`-${alias}${value}`], theirs: joined };
    }
    return { key, value, ours: joined, theirs: joined };
  });
}

/** A table, and uses of its options in any order; what takes one value is used once. */
const line = options.chain((table) =>
  fc
    .array(
      fc.constantFrom(...Object.keys(table)).chain((key) => use(key, table[key]!)),
      { maxLength: 8 },
    )
    .map((uses) => ({
      table,
      uses: uses.filter(({ key }, index) => {
        const single = table[key]!.type === 'string' || table[key]!.type === 'number';
        return !single || uses.findIndex((other) => other.key === key) === index;
      }),
    })),
);

function commandLine(table: Options, isRunner: boolean): CommandLine {
  return {
    name: 't',
    version: () => '0',
    summary: '',
    usage: [''],
    options: table,
    runner: isRunner,
  };
}

/** What the uses say, told from the values alone. */
function meant(table: Options, uses: readonly Use[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([key, spec]) => {
      const values = uses.filter((one) => one.key === key).map((one) => one.value);
      const last = values.at(-1);
      if (last === undefined) return [key, undefined];
      if (spec.type === 'list') return [key, values];
      if (spec.type === 'boolean') return [key, last === 'true'];
      return [key, spec.type === 'number' ? Number(last) : last];
    }),
  );
}

async function readByYargs(table: Options, words: readonly string[]) {
  const { configuration, narg, ...types } = parserSettings(table);
  const specs = Object.entries(table).map(([key, spec]) => {
    const one: Record<string, unknown> = { alias: spec.alias };
    for (const [kind, names] of Object.entries(types)) if (names.includes(key)) one[kind] = true;
    if (Object.hasOwn(narg, key)) one['nargs'] = narg[key];
    return [key, one] as const;
  });
  const read = await yargs(words)
    .help(false)
    .version(false)
    .exitProcess(false)
    .options(Object.fromEntries(specs))
    .parserConfiguration({ ...configuration, 'populate--': true })
    .parseAsync();
  return Object.fromEntries(
    Object.keys(table).map((key) => [
      key,
      !Object.hasOwn(read, key) ? undefined : valueOf(table[key]!.type, read[key]),
    ]),
  );
}

it('reads every option as it was meant, and as yargs does', async () => {
  await fc.assert(
    fc.asyncProperty(
      line,
      fc.array(text),
      fc.boolean(),
      async ({ table, uses }, operands, isRunner) => {
        const expected = meant(table, uses);
        const words = uses.flatMap((one) => one.ours);
        const parsed = parseArgv(commandLine(table, isRunner), [...words, '--', ...operands]);
        expect(parsed).toEqual({
          kind: 'run',
          values: expected,
          rest: operands,
          dashes: 0,
        });
        // yargs itself doesn't keep an option of this name apart from what every object has.
        if (Object.hasOwn(table, 'constructor')) return;
        const theirs = [...uses.flatMap((one) => one.theirs), '--', ...operands];
        expect(await readByYargs(table, theirs)).toEqual(expected);
      },
    ),
    RUNS,
  );
});

/** Words made to confuse: parts of options, of values and of objects. */
const word = fc.oneof(
  fc.constantFrom(
    '--',
    '-',
    '---',
    '--=',
    '-=',
    '--env',
    '--env=',
    '-e',
    '-ex',
    '-ne',
    '-nve',
    '-en',
    '--no-env',
    '--dry-run',
    '--no-dry-run',
    '--dry-run=true',
    '--no-',
    '--no',
    '--port',
    '-p',
    '5',
    '--port=x',
    '--__proto__',
    '--__proto__=x',
    '--__proto__.x=1',
    '--constructor.prototype.x=1',
    '--secret',
    '--toString',
    'check',
    'bootstrap',
    'test',
    'graph',
    '--format',
    'svg',
    '--format=text',
    '-w',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ maxLength: 6 }).map((tail) => `-${tail}`),
  fc.string({ maxLength: 6 }).map((tail) => `--${tail}`),
);

it.each([runner, tool, mixed] as CommandLine[])(
  'takes any words for $name: reads them, or says what is wrong',
  (table) => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    fc.assert(
      fc.property(fc.array(word, { maxLength: 7 }), (argv) => {
        try {
          const parsed = parseArgv(table, argv);
          if (parsed.kind !== 'run') return;
          if (table.runner)
            expect(argv.slice(argv.length - parsed.rest.length)).toEqual(parsed.rest);
          expect(Object.keys(parsed.values)).toEqual(Object.keys(table.options));
        } catch (error) {
          if (!isToolError(error)) throw error;
          expect(error.code).toBe('USAGE');
          expect(error.message).not.toBe('');
        }
      }),
      { numRuns: 5000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  },
);
