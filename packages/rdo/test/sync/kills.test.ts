import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeTree } from '@nearhand/test-kit';
import { git, project, replaced, rsync, tree } from './project.ts';

const name = fc
  .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y', 'z'))
  .map((parts) => parts.join('/'));
const edit = fc.record({ name, text: fc.option(fc.string({ maxLength: 20 })), big: fc.boolean() });
/** What is edited, and after how many milliseconds the run that follows is killed. */
const step = fc.record({ edits: fc.array(edit, { maxLength: 4 }), kill: fc.nat({ max: 250 }) });

describe.skipIf(!rsync.met || !git.met)('runs that are killed at any time', () => {
  it('leave nothing that the next one does not put right', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 3 }), async (steps) => {
        const { rdo, here, there } = await project();
        for (const { edits, kill } of steps) {
          for (const { name: file, text, big } of edits) {
            if (text === null) rmSync(join(here, file), { force: true });
            else writeTree(here, { [file]: text });
            if (text !== null && big) writeFileSync(join(here, file), text.padEnd(2_000_000, '.'));
          }
          await rdo(['true'], { timeout: kill + 1 });
        }
        expect(await rdo(['true'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
        // A server that was cut off may still be at it, with a file of its own.
        const names = Object.entries(tree(there)).filter(
          ([file]) => !/\/\.[xyz]\.\w{6}$/.test(file),
        );
        expect(Object.fromEntries(names)).toEqual(tree(here));
        // Nothing of ours was taken for somebody else's.
        execFileSync('mkdir', ['-p', join(there, '.rdo/replaced')]);
        expect(replaced(there)).toEqual({});
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
