import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { nodes, runFile } from '@nearhand/test-kit';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packAndInstall, type Installed } from '../src/installed.ts';
import { workspacePackages } from '../src/workspace.ts';

const published = workspacePackages('packages');
let installed: Installed;
beforeAll(async () => {
  installed = await packAndInstall();
});
afterAll(() => {
  if (installed) rmSync(installed.dir, { recursive: true, force: true });
});

describe.each(published)('$manifest.name as it is packed', ({ manifest }) => {
  test('is clean by publint', async () => {
    const tarball = readFileSync(installed.tarballs.get(manifest.name)!);
    const { messages, pkg } = await publint({
      strict: true,
      pack: {
        tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length),
      },
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('has types that resolve in Node ESM and in bundlers', async () => {
    const tarball = readFileSync(installed.tarballs.get(manifest.name)!);
    const result = await checkPackage(createPackageFromTarballData(tarball));
    // ESM only, on purpose: Node 20.19 and newer can `require` it all the same.
    const expected = ['CJSResolvesToESM'];
    const problems = (result.types ? result.problems : []).filter(
      (problem) =>
        !expected.includes(problem.kind) &&
        // The resolution of before 2020, which knows no `exports`.
        !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    );
    expect(problems).toEqual([]);
  });

  test('holds no workspace reference and no test', () => {
    const dir = join(installed.dir, 'node_modules', manifest.name);
    const packed = readFileSync(join(dir, 'package.json'), 'utf8');
    expect(packed).not.toMatch(/"(workspace|catalog):/);
  });
});

describe.each(nodes())('on Node $version', ({ file }) => {
  test.each(published.filter((p) => p.manifest.bin))(
    '$manifest.name runs',
    async ({ manifest }) => {
      const name = Object.keys(manifest.bin!)[0]!;
      const bin = join(installed.dir, 'node_modules', manifest.name, manifest.bin![name]!);
      const version = await runFile(file, [bin, '--version']);
      expect(version).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
      const help = await runFile(file, [bin, '--help']);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain(name);
      const wrong = await runFile(file, [bin, '--no-such-option']);
      expect(wrong.stdout).toBe('');
      expect(wrong.stderr).toMatch(new RegExp(`^${name}: `));
      expect([2, 125]).toContain(wrong.code);
    },
  );

  test.each(published)('$manifest.name can be imported and required', async ({ manifest }) => {
    for (const subpath of Object.keys(manifest.exports!)) {
      if (subpath === './package.json') continue;
      const id = manifest.name + subpath.slice(1);
      const cwd = { cwd: installed.dir };
      const imported = await runFile(
        file,
        ['--input-type=module', '-e', `console.log(Object.keys(await import('${id}')).length > 0)`],
        cwd,
      );
      expect(imported, `import ${id}`).toMatchObject({ code: 0, stdout: 'true\n' });
      const required = await runFile(
        file,
        ['--input-type=commonjs', '-e', `console.log(Object.keys(require('${id}')).length > 0)`],
        cwd,
      );
      expect(required, `require ${id}`).toMatchObject({ code: 0, stdout: 'true\n' });
    }
  });
});
