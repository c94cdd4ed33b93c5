import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKit } from '../src/kit.js';
import { median, pairwise } from '../src/statistics.js';
import { toMarkdown, toText } from '../src/tables.js';
import { toSvg } from '../src/plot.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'bench-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('statistics', () => {
  test('the median of an even number of values is the mean of the middle two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([9, 1, 5])).toBe(5);
  });

  test('pairs, not medians, are compared: drift that hits both rows cancels out', () => {
    expect(pairwise([2, 20, 200], [1, 10, 100], (a, b) => a / b)).toBe(2);
  });
});

describe('commands', () => {
  test('rows run in turn, there and back, and a command that fails has no time', async () => {
    const order: string[] = [];
    const kit = createKit();
    const row = (label: string) => ({
      label,
      argv: ['true'],
      before: () => void order.push(label),
    });
    await kit.commands('turns', [row('a'), row('b')], { runs: 2, warmup: 0 });
    expect(order).toEqual(['a', 'b', 'b', 'a']);
    await expect(
      kit.commands('bad', [{ label: 'no', argv: ['false'] }], { runs: 1, warmup: 0 }),
    ).rejects.toThrow('no: ended with 1');
  });

  test('stdin can be a file or the output of another command', async () => {
    const input = join(dir, 'input');
    const out = join(dir, 'out');
    writeFileSync(input, 'hello');
    const kit = createKit();
    const once = { runs: 1, warmup: 0 };
    const rows = [{ label: 'cat', argv: ['cat'], stdin: { file: input }, stdout: { file: out } }];
    await kit.commands('file', rows, once);
    expect(readFileSync(out, 'utf8')).toBe('hello');
    const piped = [{ ...rows[0], stdin: { command: ['printf', 'piped'] } }];
    await kit.commands('command', piped, once);
    expect(readFileSync(out, 'utf8')).toBe('piped');
  });

  test('a missing peer is shown, and a target that needs it is not measured', async () => {
    const kit = createKit();
    const times = await kit.commands(
      'peers',
      [
        { label: 'here', argv: ['true'] },
        { label: 'gone', argv: ['gone'], missing: 'apt-get install gone' },
      ],
      { runs: 1, warmup: 0 },
    );
    expect(kit.target('t', times.ratio('here', 'gone'), { atMost: 1 }).verdict).toBe(
      'not measured',
    );
    const { tables } = kit.result();
    expect(toText(tables[0])).toContain('apt-get install gone');
    expect(toSvg(tables[0])).not.toContain('gone');
  });
});

test('a rate is better when it is higher', async () => {
  const kit = createKit();
  const rows = [
    { label: 'slow', sample: async () => 100 },
    { label: 'fast', sample: async () => 400 },
  ];
  const rates = await kit.measure('rates', rows, {
    unit: 'requests/s',
    runs: 2,
    higherIsBetter: true,
  });
  expect(rates.ratio('fast', 'slow')).toBe(4);
  const [table] = kit.result().tables;
  expect(toText(table)).toMatch(/slow +100\.0 .* 4\.00/);
  expect(toSvg(table)).toContain('longer is better');
});

test('a bound is met at its own value, and a miss is a miss', () => {
  const kit = createKit();
  expect(kit.target('a', 2, { atMost: 2 }).verdict).toBe('met');
  expect(kit.target('b', 2.01, { atMost: 2 }).verdict).toBe('missed');
  expect(kit.target('c', 3.9, { atLeast: 4 }).verdict).toBe('missed');
});

test('the Markdown names the machine and every target', async () => {
  const kit = createKit();
  await kit.functions('loop', [{ label: 'noop', fn: () => 1, bytes: 8 }], {
    calls: 10,
    runs: 1,
    warmup: 0,
  });
  kit.target('fast', 1, { atMost: 2, unit: 'ms' });
  const text = toMarkdown({
    title: 'T',
    machine: { cpu: 'X', cpus: 2, memoryGiB: 8, system: 's', node: 'v1' },
    ...kit.result(),
  });
  expect(text).toContain('| noop |');
  expect(text).toContain('| fast | 1.00 ms | ≤ 2 ms | met |');
  expect(text).toContain('2 × X, 8 GiB');
});
