import { readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@nearhand/test-kit';
import { expect, it } from 'vitest';
import { mendLatest } from '../src/latest.ts';

it('points a link whose file another run removed to the newest that is there', () => {
  const folder = tempDir();
  for (const day of [1, 2]) writeFileSync(join(folder, `2015010${day}000000-x`), '');
  symlinkSync('20150103000000-x', join(folder, 'x'));
  mendLatest({ folder, base: 'x' });
  expect(readlinkSync(join(folder, 'x'))).toBe('20150102000000-x');
});

it('leaves a link to an older file that is there', () => {
  const folder = tempDir();
  for (const day of [1, 2]) writeFileSync(join(folder, `2015010${day}000000-x`), '');
  symlinkSync('20150101000000-x', join(folder, 'x'));
  mendLatest({ folder, base: 'x' });
  expect(readlinkSync(join(folder, 'x'))).toBe('20150101000000-x');
});
