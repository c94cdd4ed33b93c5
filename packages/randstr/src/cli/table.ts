import { createRequire } from 'node:module';
import { defineCommandLine } from '@nearhand/core/cli';
import { NAMED } from './alphabets.ts';

export const commandLine = defineCommandLine({
  name: 'randstr',
  version: () => {
    const require = createRequire(import.meta.url);
    return (require('@nearhand/randstr/package.json') as { version: string }).version;
  },
  summary: 'Print random strings: secure, unbiased, or reproducible from a seed',
  usage: ['[options] [LENGTH]'],
  options: {
    count: {
      type: 'string',
      alias: 'n',
      value: 'N',
      describe: 'how many strings, one a line; inf for no end',
      defaultText: '1',
    },
    unique: { type: 'boolean', describe: 'no two alike, without keeping them in memory' },
    alphabet: {
      type: 'string',
      alias: 'a',
      value: 'NAME',
      choices: Object.keys(NAMED),
      describe: 'what to draw from, by name',
      defaultText: 'chars',
    },
    chars: { type: 'string', value: 'SYMBOLS', describe: 'what to draw from, written out' },
    require: {
      type: 'list',
      value: 'SET',
      describe: 'a name or symbols of which at least one occurs',
    },
    exclude: { type: 'string', value: 'SYMBOLS', describe: 'symbols that do not occur' },
    prefix: { type: 'string', value: 'TEXT', describe: 'put this before each string' },
    suffix: { type: 'string', value: 'TEXT', describe: 'put this after each string' },
    group: {
      type: 'number',
      alias: 'g',
      value: 'SIZE',
      integer: true,
      min: 1,
      describe: 'put a separator after every SIZE symbols',
    },
    separator: {
      type: 'string',
      value: 'TEXT',
      describe: 'what stands between groups',
      defaultText: '-',
    },
    seed: {
      type: 'string',
      value: 'TEXT',
      describe: 'the same strings every time; not for secrets',
      defaultText: '$RANDSTR_SEED',
    },
    bits: { type: 'boolean', alias: 'b', describe: 'say on stderr how hard to guess they are' },
    json: { type: 'boolean', describe: 'print one JSON object with the strings and their entropy' },
  },
  examples: [
    ['randstr', '7 symbols of a-z and 0-9'],
    ['randstr 19', '19 of them'],
    ['randstr -n 1000 --unique', 'a thousand, no two alike'],
    ['randstr 16 -a caps --require upper --require digits', 'with at least one of each'],
    ['randstr 12 -a crockford -g 4', 'in groups: X7QK-9MZ2-…'],
    ['randstr -n inf 63 | head -c 1G', 'without end'],
  ],
  notes: [
    `Alphabets: ${Object.keys(NAMED).join(', ')}`,
    'Exit codes: 0 done, 1 failure, 2 a mistake in the command line',
  ],
});
