import { ToolError } from '@nearhand/core/errors';

/** `DJANGO_*` against a name: `*` is any run of characters, `?` any one. */
export function globMatches(glob: string, name: string): boolean {
  const pattern = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's').test(name);
}

/**
 * The variables to set there: those of `env` that matched here, then `-E NAME` (this side's value) and
 * `-E NAME=value`.
 *
 * @throws ToolError `ENV_NAME` for a name that no shell can set, `ENV_UNSET` for `-E NAME` that isn't set here
 */
export function environmentFor(
  globs: readonly string[],
  given: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [name: string, value: Uint8Array])[] {
  const values = new Map<string, string>();
  for (const glob of globs) {
    for (const [name, value] of Object.entries(env)) {
      if (value !== undefined && isName(name) && globMatches(glob, name)) values.set(name, value);
    }
  }
  for (const word of given) {
    const at = word.indexOf('=');
    const name = at === -1 ? word : word.slice(0, at);
    if (!isName(name)) {
      throw new ToolError(`-E ${JSON.stringify(name)} is not a variable's name`, {
        code: 'ENV_NAME',
        exitCode: 125,
        hint: 'Letters, digits and _, not starting with a digit: -E NAME or -E NAME=value',
      });
    }
    const value = at === -1 ? env[name] : word.slice(at + 1);
    if (value === undefined) {
      throw new ToolError(`-E ${name}: it is not set here`, {
        code: 'ENV_UNSET',
        exitCode: 125,
        hint: `Give it a value: -E ${name}=value`,
      });
    }
    values.set(name, value);
  }
  return [...values].map(([name, value]) => [name, Buffer.from(value, 'utf8')] as const);
}

function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
