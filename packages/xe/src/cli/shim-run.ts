import { join } from 'node:path';
import type { Outcome } from '@nearhand/core/process';
import { isTrusted, trustRecord } from '@nearhand/core/trust';
import { realFileSystem } from '../fs.ts';
import { writeEntry } from '../shim/entry.ts';
import { recordingFileSystem } from '../shim/record.ts';
import { resolveIn, type Context } from './context.ts';
import { runResolved, settleTrust } from './run.ts';
import { packageFolder } from './shim.ts';

/** Runs a command for a shim that found no entry in its cache, or one that no longer holds. */
export async function runForShim(context: Context, cache: string): Promise<Outcome | number> {
  const started = Date.now();
  const { XE_SHIM: _itself, ...env } = context.world.env;
  const inside = { ...context, world: { ...context.world, env } };
  const { fs, seen } = recordingFileSystem(realFileSystem);
  const asked = new Set<string>();
  const { rest } = context;
  const trusted = new Set<string>();
  const first = resolveIn(inside, rest, {
    fs,
    onVariable: (name) => asked.add(name),
    isTrusted(file, text) {
      const record = trustRecord(file, text, env);
      if (record !== undefined) trusted.add(record);
      return isTrusted(file, text, env);
    },
  });
  const name = rest[0]!;
  const own = [packageFolder(), join(packageFolder(), 'dist')];
  // Only the program: the arguments are the shim's, and not those of this call.
  const once = { ...first, argv: first.argv?.slice(0, first.argv.length - (rest.length - 1)) };
  writeEntry(once, { cache, name, env, seen, asked, trusted, started, own });
  return runResolved(inside, await settleTrust(inside, first, rest), name);
}
