import { describe, expect, test } from 'vitest';
import { randstr } from '../src/full.ts';
import { replayable, seedOf } from '../src/testing.ts';

const env = { RANDSTR_SEED: 'abc' };

test('RANDSTR_SEED gives every test its strings', () => {
  const strings: string[] = [];
  replayable(env, (draw) => strings.push(draw(), draw(9)))();
  replayable(env, (draw) => strings.push(draw(), draw(9)))();
  const s = randstr.seeded('abc');
  expect(strings.slice(0, 2)).toEqual([s(), s(9)]);
  expect(strings.slice(2)).toEqual(strings.slice(0, 2));
});

test('without it, one seed for the whole run', () => {
  const seed = seedOf({});
  expect(seed).toMatch(/^[a-z0-9]{10}$/);
  expect(seedOf({ RANDSTR_SEED: '' })).toBe(seed);
  replayable({}, (draw) => expect(draw.seed).toBe(seed))();
});

describe('a failing test says how to get its strings again', () => {
  const note = 'The same random strings again: RANDSTR_SEED=abc';

  test('thrown', () => {
    const failing = replayable(env, (draw) => {
      throw new RangeError(`got ${draw(3)}`);
    });
    const error = caught(failing);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toBe(`got ${randstr.seeded('abc')(3)}\n${note}`);
    expect((error as Error).stack).toContain(note);
    expect((error as Error).stack).toContain('testing.test.ts');
  });

  test('rejected', async () => {
    const failing = replayable(env, async () => {
      await Promise.resolve();
      throw new Error('late');
    });
    await expect(failing()).rejects.toThrow(`late\n${note}`);
  });

  test('something that is no error', () => {
    const error = caught(
      replayable(env, () => {
        // oxlint-disable-next-line typescript/only-throw-error
        throw 'text';
      }),
    ) as Error;
    expect(error.message).toBe(`text\n${note}`);
    expect(error.cause).toBe('text');
  });

  test('a seed with spaces is quoted for the shell', () => {
    const error = caught(
      replayable({ RANDSTR_SEED: "it's so" }, () => {
        throw new Error('x');
      }),
    ) as Error;
    expect(error.message).toContain(`RANDSTR_SEED='it'\\''s so'`);
  });
});

test('results and the test framework’s arguments go through', async () => {
  const add = replayable(env, (_draw, a: number, b: number) => a + b);
  expect(add(1, 2)).toBe(3);
  await expect(replayable(env, async () => Promise.resolve(5))()).resolves.toBe(5);
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('did not throw');
}
