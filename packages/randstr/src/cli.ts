import { runCli } from '@nearhand/core/cli';
import type { Outcome } from '@nearhand/core/process';
import { print, type World } from '@nearhand/core/report';
import { describeBits } from './cli/describe.ts';
import { readRequest, usage, type Request } from './cli/request.ts';
import { commandKey, commandStreams } from './cli/kernel.ts';
import { commandLine } from './cli/table.ts';
import { elements, lines, type Source } from './cli/write.ts';
import { randstr } from './full.ts';
import { drawer } from './streams.ts';
import { uniqueByRules } from './unique-rules.ts';

// For bin/: one file to find, in place of two.
export { startTool } from '@nearhand/core/process';

export { commandLine } from './cli/table.ts';

export function main(argv: readonly string[], world: World): Promise<Outcome> {
  return runCli(commandLine, argv, world, async ({ values, rest, report }) => {
    const request = readRequest(values, rest, world.env);
    const { count, rules, seed, json } = request;
    const [source, bits] = blamingTheUser(
      values.require,
      () => [sourceOf(request), randstr.bits(rules)] as const,
    );
    const chance = (): number =>
      Number.isFinite(count) && !request.unique ? randstr.collisionProbability(count, rules) : 0;
    if (seed !== undefined && values.seed === undefined) {
      report.note('RANDSTR_SEED is set: these strings can be had again, so they are no secret');
    }
    if (request.bits) report.note(describeBits(request, { bits, collision: chance() }));
    // Each chunk is out before the next one is made: an endless source takes no memory.
    if (json) {
      const facts = JSON.stringify({ version: 1, bits, collisionProbability: chance() });
      await print(world, `${facts.slice(0, -1)},"strings":[`);
      for (const chunk of elements(source, count)) await print(world, chunk);
      await print(world, ']}\n');
    } else {
      for (const chunk of lines(source, count)) await print(world, chunk);
    }
    return 0;
  });
}

function sourceOf({ rules, count, unique, seed }: Request): Source {
  const seeded = seed === undefined ? undefined : randstr.seeded(seed);
  if (unique) {
    const strings = seeded
      ? seeded.unique(count, rules)
      : uniqueByRules(count, { asked: [rules], key: commandKey() });
    return (some) => strings.take(some);
  }
  const draw = seeded ? seeded.generator(rules) : drawer(commandStreams, [rules]);
  return (some) => Array.from({ length: some }, draw);
}

/** What the library finds wrong here, the user has written. */
function blamingTheUser<T>(required: readonly string[] | undefined, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const own = error instanceof RangeError || error instanceof TypeError;
    if (!own || !error.message.startsWith('randstr: ')) throw error;
    const message = error.message
      .slice('randstr: '.length)
      .replace(/ of require$/, ' of --require')
      .replace(/require\[(\d)\]/, (_, index: string) => `--require ${required![Number(index)]!}`);
    throw usage(
      message,
      message.startsWith('no symbol of')
        ? 'the alphabet has to hold them: --alphabet caps has upper case, --alphabet printable everything'
        : undefined,
    );
  }
}
