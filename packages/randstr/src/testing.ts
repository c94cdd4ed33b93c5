/** Tests with random strings that can be had again. */
import { randstr as secure } from './randstr.ts';
import { randstr, type SeededDrawing } from './full.ts';

export type { SeededDrawing } from './full.ts';

/** One seed for all the tests of a process, so that one variable replays the run. */
let seedOfRun: string | undefined;

/**
 * The seed of this run of tests: `RANDSTR_SEED` of the environment where it's set and not empty,
 * else one drawn at random, the same for the whole process.
 */
export function seedOf(env: Readonly<Record<string, string | undefined>>): string {
  return env['RANDSTR_SEED'] || (seedOfRun ??= secure(10));
}

/**
 * Gives a test its random strings, and says in the error how to get them again when it fails:
 *
 *     test('orders', replayable(process.env, (randstr) => { … randstr(12) … }));
 *
 * Each call starts the stream anew, so what a test gets depends neither on the order of the tests
 * nor on which of them run.
 *
 * @param env - where `RANDSTR_SEED` may stand; `process.env` in Node
 */
export function replayable<Rest extends unknown[], Result>(
  env: Readonly<Record<string, string | undefined>>,
  body: (randstr: SeededDrawing, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  // The frameworks look at the number of parameters, and must find none that are callbacks.
  return (...rest) => {
    const seed = seedOf(env);
    const fail = (error: unknown): never => {
      throw withSeed(error, seed);
    };
    try {
      const result = body(randstr.seeded(seed), ...rest);
      return result instanceof Promise ? (result.catch(fail) as Result) : result;
    } catch (error) {
      return fail(error);
    }
  };
}

function withSeed(error: unknown, seed: string): unknown {
  const note = `The same random strings again: RANDSTR_SEED=${/^[\w.-]+$/.test(seed) ? seed : `'${seed.replaceAll("'", `'\\''`)}'`}`;
  if (!(error instanceof Error)) return new Error(`${String(error)}\n${note}`, { cause: error });
  const { message, stack } = error;
  error.message = message === '' ? note : `${message}\n${note}`;
  // V8 wrote the message into the stack when the error was made.
  if (stack?.includes(message)) error.stack = stack.replace(message, () => error.message);
  return error;
}
