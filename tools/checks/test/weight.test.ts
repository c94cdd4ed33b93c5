import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packAndInstall, type Installed } from '../src/installed.ts';
import { workspacePackages } from '../src/workspace.ts';

/** Most KiB of files that each package may unpack to. A change that needs more says why. */
const MOST_KIB: Record<string, number> = {
  '@nearhand/core': 450,
  // ssh2 is inside: some 450 KiB, in place of seven packages with build scripts.
  '@nearhand/rdo': 950,
  '@nearhand/xe': 400,
  '@nearhand/tsf': 300,
  '@nearhand/randstr': 250,
  '@nearhand/repose-config': 1500,
};

/** Licences that ask for no more than their own text, which every package carries. */
const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'Unlicense'];

interface PackageJson {
  readonly name?: string;
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
}

let installed: Installed;
beforeAll(async () => {
  installed = await packAndInstall();
});
afterAll(() => {
  if (installed) rmSync(installed.dir, { recursive: true, force: true });
});

describe.each(workspacePackages('packages'))('$manifest.name', ({ manifest }) => {
  test('is no larger than it has to be', () => {
    const dir = join(installed.dir, 'node_modules', manifest.name);
    const bytes = readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .map((file) => lstatSync(join(dir, file)))
      .filter((stat) => stat.isFile())
      .reduce((sum, stat) => sum + stat.size, 0);
    expect(bytes / 1024).toBeLessThanOrEqual(MOST_KIB[manifest.name]!);
  });

  test('carries neither tests nor sources nor data of others', () => {
    const dir = join(installed.dir, 'node_modules', manifest.name);
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
    const unwanted = files.filter((file) =>
      /(^|\/)(test|src|node_modules|test-results)(\/|$)|\.xsd$|\.tsbuildinfo$/.test(file),
    );
    expect(unwanted).toEqual([]);
    expect(files).toContain('LICENSE');
  });
});

test('every package that an install brings has a licence that can be kept', () => {
  const modules = join(installed.dir, 'node_modules');
  const found = readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|node_modules\/)(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(modules, file), 'utf8')) as PackageJson)
    .filter(({ name }) => name !== undefined)
    .map(({ name, license, licenses }) => ({
      name,
      // Some older packages still use the list of before `license`.
      license: license ?? licenses?.map(({ type }) => type).join(' OR '),
    }));
  expect(found.length).toBeGreaterThan(6);
  const refused = found.filter(({ license }) => {
    const choices = (license ?? '').replaceAll(/[()]/g, '').split(' OR ');
    return !choices.some((choice) => LICENCES.includes(choice));
  });
  expect(refused.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});
