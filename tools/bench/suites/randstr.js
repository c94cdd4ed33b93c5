import { customAlphabet, nanoid } from 'nanoid';
import cryptoRandomString from 'crypto-random-string';
import randomstring from 'randomstring';
import { uid } from 'uid';
import { CHARS, generator, many, randstr, URL_SAFE } from '@nearhand/randstr';
import { seeded } from '@nearhand/randstr/seeded';
import { unique } from '@nearhand/randstr/unique';

export const title = 'randstr: strings';

/** At least so many times as fast as nanoid: [length, with 36 symbols, with 64]. */
const TARGETS = [
  [7, 4, 1],
  [21, 4, 1],
  [64, 5, 1.25],
  [1000, 8, 1.25],
];

export async function run(kit) {
  kit.note('one call is 50 strings, in a loop of its own for each row');
  for (const [length, base36, base64] of TARGETS) {
    await withThirtySix(kit, length, base36);
    await withSixtyFour(kit, length, base64);
  }
  await batches(kit);
  await distinct(kit);
  await fromSeeds(kit);
  await command(kit);
}

const PER_CALL = 50;
const KEPT = 'randstr (default: keeps no pool alive)';
const PREPARED = 'randstr generator (keeps no pool alive)';
const POOLED = 'randstr generator, pooled';
const NANOID = 'nanoid';

/**
 * The targets are those of `generator`: it is made once for an alphabet, like nanoid's function, and keeps
 * no pool alive. `randstr` looks its alphabet up in each call; its figure stands beside.
 */
async function withThirtySix(kit, length, least) {
  const alphabet = customAlphabet(CHARS);
  const table = await kit.functions(
    `${length} of 36 symbols`,
    [
      row(KEPT, (n) => randstr(n), length),
      row(PREPARED, generator(), length),
      row(POOLED, generator({ pooled: true }), length),
      row(NANOID, alphabet, length),
      row(
        'crypto-random-string',
        (n) => cryptoRandomString({ length: n, characters: CHARS }),
        length,
      ),
      row('randomstring', (n) => randomstring.generate({ length: n, charset: CHARS }), length),
      row('uid (16 symbols, Math.random)', uid, length),
      row('Math.random loop', mathRandom, length),
    ],
    { calls: length > 100 ? 20 : 200, runs: 15 },
  );
  kit.target(
    `generator: ${least} x nanoid's customAlphabet, ${length} of 36`,
    table.ratio(NANOID, PREPARED),
    { atLeast: least },
  );
  kit.note(`${KEPT}: ${table.ratio(NANOID, KEPT).toFixed(2)} x, ${length} of 36`);
}

async function withSixtyFour(kit, length, least) {
  const table = await kit.functions(
    `${length} of 64 symbols`,
    [
      row(KEPT, (n) => randstr(n, URL_SAFE), length),
      row(POOLED, generator({ chars: URL_SAFE, pooled: true }), length),
      row(NANOID, nanoid, length),
    ],
    { calls: length > 100 ? 100 : 2000, runs: 15 },
  );
  kit.target(`pooled: ${least} x nanoid, ${length} of 64`, table.ratio(NANOID, POOLED), {
    atLeast: least,
  });
}

async function batches(kit) {
  const alphabet = customAlphabet(CHARS, 7);
  const table = await kit.functions(
    '1,000 strings of 7 at once',
    [
      { label: 'randstr many', fn: () => many(1000, 7) },
      {
        label: 'nanoid loop',
        fn() {
          const strings = [];
          for (let i = 0; i < 1000; i++) strings.push(alphabet());
          return strings;
        },
      },
    ],
    { calls: 300, runs: 15 },
  );
  kit.target('many: 4.5 x a nanoid loop', table.ratio('nanoid loop', 'randstr many'), {
    atLeast: 4.5,
  });
}

async function distinct(kit) {
  for (const [n, length] of [
    [1000, 7],
    [100_000, 7],
    [100_000, 21],
  ]) {
    const alphabet = customAlphabet(CHARS, length);
    const table = await kit.functions(
      `${n.toLocaleString('en')} distinct strings of ${length}`,
      [
        { label: 'randstr unique', fn: () => unique(n, length).take(n) },
        { label: 'randstr unique, iterated', fn: () => [...unique(n, length)] },
        {
          label: 'nanoid and a Set',
          fn() {
            const strings = new Set();
            while (strings.size < n) strings.add(alphabet());
            return [...strings];
          },
        },
      ],
      { calls: 100_000 / n, runs: 9 },
    );
    if (length === 7) {
      kit.target(
        `unique: 2 x nanoid with a Set, ${n.toLocaleString('en')}`,
        table.ratio('nanoid and a Set', 'randstr unique'),
        { atLeast: 2 },
      );
    }
  }
}

async function fromSeeds(kit) {
  for (const length of [7, 21, 64, 1000]) {
    const table = await kit.functions(
      `${length} of 36 symbols, from a seed`,
      [row('randstr.seeded', seeded('bench'), length), row('randstr', (n) => randstr(n), length)],
      { calls: length > 100 ? 100 : 2000, runs: 15 },
    );
    kit.target(
      `seeded: 1.3 x the secure one, ${length}`,
      table.ratio('randstr.seeded', 'randstr'),
      {
        atMost: 1.3,
      },
    );
  }
}

async function command(kit) {
  const table = await kit.commands('the command', [
    { label: 'randstr', argv: [kit.node, kit.bin('randstr')] },
    { label: 'node -e 0', argv: [kit.node, '-e', '0'] },
  ]);
  kit.target('randstr within bare node + 12 ms', table.difference('randstr', 'node -e 0'), {
    atMost: 12,
    unit: 'ms',
  });
}

let made = 0;

/** Each row has a loop compiled for it alone, so that none pays for what another has called. */
function row(label, draw, length) {
  const loop = `// ${made++}
    return () => {
      let last;
      for (let i = 0; i < ${PER_CALL}; i++) last = draw(length);
      return last;
    };`;
  // oxlint-disable-next-line typescript/no-implied-eval
  return { label, fn: new Function('draw', 'length', loop)(draw, length) };
}

function mathRandom(length) {
  let string = '';
  for (let i = 0; i < length; i++) string += CHARS[Math.floor(Math.random() * CHARS.length)];
  return string;
}
