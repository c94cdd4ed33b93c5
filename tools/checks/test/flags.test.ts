import { expect, test } from 'vitest';
import { withFlagTable } from '../src/flags.ts';
import { workspacePackages } from '../src/workspace.ts';

test.each(workspacePackages('packages').filter(({ manifest }) => manifest.bin))(
  'the flag table in the README of $manifest.name is the one of its option table (npm run format writes it)',
  async (found) => {
    const { text, expected } = await withFlagTable(found);
    expect(text).toBe(expected);
  },
);
