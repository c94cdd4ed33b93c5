import { need, runFile } from '@nearhand/test-kit';
import { describe, expect, test } from 'vitest';

const dieharder = need('dieharder', 'apt-get install dieharder', 'dieharder');

/**
 * Birthdays, count the ones, and bits alike: the quick tests of those that are sound with few samples
 * (the one of runs is not: its p-values crowd near 1 for dieharder's own generators too), with a fixed
 * seed, so that the
 * answer is always the same. `RANDSTR_DIEHARDER=all` runs the whole battery on strings that are drawn
 * securely: some hours, and a p-value that is WEAK now and then is as it should be.
 */
const everything = process.env['RANDSTR_DIEHARDER'] === 'all';
const TESTS = everything ? ['-a'] : ['-d 0', '-d 8', '-d 100'];
const SAMPLES = everything ? '' : '-p 10';
const TIMEOUT = everything ? 24 * 3_600_000 : 120_000;

/** The lines of dieharder's table: the test, and its assessment. */
async function assess(size: number, tests: readonly string[], bug = ''): Promise<string[]> {
  const script = tests.map(
    (which) =>
      `"$NODE" test/fixtures/bits.js ${size} ${everything ? "''" : 'dieharder'} ${bug} |
        dieharder -g 200 ${SAMPLES} ${which}`,
  );
  const { stdout, stderr } = await runFile('sh', ['-c', script.join('\n')], {
    env: { ...process.env, NODE: process.execPath },
    timeout: TIMEOUT,
  });
  expect(stderr).not.toContain('Error');
  return stdout
    .split('\n')
    .filter((line) => /PASSED|WEAK|FAILED/.test(line))
    .map((line) => line.replaceAll(' ', '').split('|'))
    .map(([name, , , , p, verdict]) => `${name} ${verdict} (p = ${p})`);
}

describe.skipIf(!dieharder.met)('dieharder', () => {
  test.each([2, 16, 256])(
    'the symbols of an alphabet of %i, as bits',
    { timeout: TIMEOUT },
    async (size) => {
      const lines = await assess(size, TESTS);
      expect(lines.length).toBeGreaterThanOrEqual(TESTS.length);
      expect(lines.filter((line) => line.includes('FAILED'))).toEqual([]);
    },
  );

  test('would notice one symbol in a hundred', { timeout: TIMEOUT }, async () => {
    const [line] = await assess(16, ['-d 100'], 'bug');
    expect(line).toContain('FAILED');
  });
});
