/**
 * What a configuration may do unasked: name the machine, and where on it to run. A cloned repository must
 * not run programs here or send anything away, so the keys that can do that take effect only when the
 * user trusted that very text.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError, type Place } from '@nearhand/core/errors';
import { isTrusted } from '@nearhand/core/trust';
import type { Settings } from './config.ts';
import { keySpec } from './keys.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface TrustWish {
  /** What is asked for, as in `flags names a program to run here`. */
  readonly what: string;
  readonly place: Place | undefined;
}

/** What the settings ask for that needs trust; nothing, for most configurations. */
export function trustWishes(settings: Settings, env: Env): readonly TrustWish[] {
  const wishes: TrustWish[] = [];
  for (const [key, { value, origin }] of settings.values) {
    const { needsTrust } = keySpec(key);
    if (needsTrust === undefined || value === false || value === 'no') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const place = origin.kind === 'file' ? origin : undefined;
    wishes.push({ what: `the key ${key} ${needsTrust}`, place });
  }
  const driver = settings.values.get('driver')?.value ?? 'vagrant';
  if (driver === 'vagrant' && !wasBroughtUp(settings.config.root, env)) {
    wishes.push({
      what: 'the driver vagrant runs the Vagrantfile, whose machine was never brought up here',
      place: { file: settings.config.file },
    });
  }
  return wishes;
}

/**
 * Makes sure that the user trusts the configuration, if what it asks for needs that.
 *
 * @throws ToolError `UNTRUSTED` with what it asks for and how to trust it
 */
export function requireTrust(settings: Settings, env: Env): void {
  const wishes = trustWishes(settings, env);
  if (wishes.length === 0) return;
  const { file, text } = settings.config;
  if (isTrusted(file, text, env)) return;
  const [first] = wishes;
  const more = wishes.length > 1 ? ` (and ${wishes.length - 1} more)` : '';
  throw new ToolError(`${first!.what}${more}, and you have not trusted this file`, {
    code: 'UNTRUSTED',
    exitCode: 125,
    place: first!.place,
    hint: 'Read it, and if you want that: rdo --trust   (again after each change of the file)',
  });
}

/**
 * Whether this user has brought a machine of the Vagrantfile up: Vagrant's own index says so, which lies
 * outside the repository. A `.vagrant` folder in the project could have been cloned with it.
 */
function wasBroughtUp(root: string, env: Env): boolean {
  const home = env['VAGRANT_HOME'] ?? join(env['HOME'] ?? homedir(), '.vagrant.d');
  let known: readonly unknown[];
  try {
    const index = JSON.parse(readFileSync(join(home, 'data/machine-index/index'), 'utf8')) as {
      readonly machines?: Readonly<Record<string, { readonly vagrantfile_path?: unknown }>>;
    };
    known = Object.values(index.machines ?? {}).map((machine) => machine.vagrantfile_path);
  } catch {
    return false;
  }
  for (let dir = root; ; dir = dirname(dir)) {
    if (known.includes(dir)) return true;
    if (existsSync(join(dir, 'Vagrantfile')) || dirname(dir) === dir) return false;
  }
}
