import { execFile } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { workspacePackages } from '@nearhand/checks/workspace';
import { need, nodes, runFile } from '@nearhand/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyTree, publishAll } from '../src/publish.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');

/** Packages that an install of each tool may bring, itself included. */
const MOST_PACKAGES: Record<string, number> = {
  '@nearhand/randstr': 2,
  '@nearhand/tsf': 2 + 4,
  '@nearhand/xe': 2 + 4,
};

// Changesets asks it what a release holds.
const git = need('git', 'apt-get install git', 'git');

let dir = '';
let tree = '';
let registry: Registry | undefined;
let env: NodeJS.ProcessEnv = {};
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nearhand-registry-'));
  const uplink = (await run('npm', ['config', 'get', 'registry'])).stdout.trim();
  registry = await startRegistry(join(dir, 'registry'), uplink);
  writeFileSync(join(dir, '.npmrc'), registry.npmrc);
  // Under `npm exec`, as here, its own settings are in the environment, and npx would take them for its own.
  const outside = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  env = {
    ...Object.fromEntries(outside),
    npm_config_registry: registry.url,
    npm_config_userconfig: join(dir, '.npmrc'),
    // A cache of its own: an earlier run may have published other bytes under the same version.
    npm_config_cache: join(dir, 'npm-cache'),
    npm_config_store_dir: join(dir, 'pnpm-store'),
    XDG_CACHE_HOME: join(dir, 'cache'),
  };
  tree = await copyTree(dir);
  await publishAll(registry, tree);
}, 300_000);
afterAll(async () => {
  await registry?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

test.skipIf(!git.met)(
  'a release leaves a tag for each package, and nothing that is not committed',
  async () => {
    const { stdout: tags } = await run('git', ['tag'], { cwd: tree });
    for (const { manifest } of workspacePackages('packages')) {
      expect(tags).toContain(`${manifest.name}@`);
    }
    const { stdout: status } = await run('git', ['status', '--porcelain'], { cwd: tree });
    expect(status).toBe('');
  },
);

describe.skipIf(!git.met).each(workspacePackages('packages').filter((p) => p.manifest.bin))(
  '$manifest.name alone',
  ({ manifest }) => {
    const command = Object.keys(manifest.bin!)[0]!;
    const empty = (name: string): string => {
      const folder = join(dir, command, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    };

    test('npm installs it, it runs, its library loads and has types, and it goes without a trace', async () => {
      const folder = empty('npm');
      writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
      // Scripts are not forbidden here: nothing that is installed may have one that must run.
      await run('npm', ['install', '--no-audit', '--no-fund', manifest.name], { cwd: folder, env });
      const { packages, bytes, scripts } = inventory(join(folder, 'node_modules'));
      console.log(
        `${manifest.name}: ${packages.length} packages, ${Math.round(bytes / 1024)} KiB: ${packages.join(', ')}`,
      );
      expect(packages.length).toBeLessThanOrEqual(MOST_PACKAGES[manifest.name] ?? Infinity);
      // ssh2 tries to build a faster part of itself and works without it.
      expect(scripts.filter((name) => !['ssh2', 'cpu-features'].includes(name))).toEqual([]);

      const installed = join(folder, 'node_modules/.bin', command);
      for (const { file } of nodes()) {
        expect(await runFile(file, [installed, '--version'])).toMatchObject({
          code: 0,
          stderr: '',
        });
        const load = `console.log(typeof require('${manifest.name}'))`;
        const required = await runFile(file, ['--input-type=commonjs', '-e', load], {
          cwd: folder,
        });
        expect(required).toMatchObject({ code: 0, stdout: 'object\n' });
      }

      writeFileSync(
        join(folder, 'use.mts'),
        `import * as library from '${manifest.name}';\nexport const names: string[] = Object.keys(library);\nconsole.log(names.length > 0);\n`,
      );
      const flags = [
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--skipLibCheck',
        'false',
      ];
      const types = [
        '--types',
        'node',
        '--typeRoots',
        join(dirname(require.resolve('@types/node/package.json')), '..'),
      ];
      const checked = await runFile(process.execPath, [tsc, ...flags, ...types, 'use.mts'], {
        cwd: folder,
      });
      expect(checked.stdout + checked.stderr).toBe('');
      const used = await runFile(process.execPath, ['use.mts'], { cwd: folder });
      expect(used).toMatchObject({ code: 0, stdout: 'true\n' });

      await run('npm', ['uninstall', '--no-audit', '--no-fund', manifest.name], {
        cwd: folder,
        env,
      });
      expect(inventory(join(folder, 'node_modules')).packages).toEqual([]);
    });

    test('pnpm installs it and it runs', async () => {
      const folder = empty('pnpm');
      writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
      // Or pnpm would take the folder for a part of a workspace further up.
      writeFileSync(
        join(folder, 'pnpm-workspace.yaml'),
        'packages: []\nminimumReleaseAge: 0\nstrictDepBuilds: false\n',
      );
      await run('pnpm', ['add', manifest.name], { cwd: folder, env });
      const { stdout } = await run('pnpm', ['exec', command, '--version'], { cwd: folder, env });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    });

    test('npx runs it without an install', async () => {
      const folder = empty('npx');
      const { stdout } = await run('npx', ['--yes', manifest.name, '--version'], {
        cwd: folder,
        env,
      });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    });
  },
);

/** What stands below a `node_modules`: names of packages, bytes of files, packages with install scripts. */
function inventory(modules: string): { packages: string[]; bytes: number; scripts: string[] } {
  const packages: string[] = [];
  const scripts: string[] = [];
  let bytes = 0;
  const visit = (folder: string, depth: number): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path, depth + 1);
      else if (entry.isFile()) {
        bytes += lstatSync(path).size;
        const parts = path.slice(path.lastIndexOf('/node_modules/') + 14).split('/');
        if (entry.name !== 'package.json' || parts.length !== (parts[0]!.startsWith('@') ? 3 : 2))
          continue;
        const { name, scripts: own = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
          name: string;
          scripts?: Record<string, string>;
        };
        packages.push(name);
        if ('install' in own || 'preinstall' in own || 'postinstall' in own) scripts.push(name);
      }
    }
  };
  try {
    visit(modules, 0);
  } catch (error) {
    // npm removes an empty node_modules.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { packages: packages.filter((name) => name !== undefined), bytes, scripts };
}
