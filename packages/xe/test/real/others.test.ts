import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { need } from '@nearhand/test-kit';
import { scene } from '../support/project.ts';
import { everywhere, must } from './everywhere.ts';

const PATH = process.env['PATH'] ?? '/usr/bin:/bin';
const acme = {
  'acme/package.json': '{"name": "acme", "version": "1.0.0", "bin": "cli.js"}',
  'acme/cli.js': '#!/usr/bin/env node\nconsole.log("acme of", __filename.includes("acme"))\n',
};
const dependent = '{"name": "p", "version": "1.0.0", "dependencies": {"acme": "file:./acme"}}';

describe('Node', () => {
  const npm = need('npm', 'it comes with Node', 'npm');
  const pnpm = need('pnpm', 'npm install -g pnpm', 'pnpm');

  test.skipIf(!npm.met)('npm, and bootstrap by its lockfile', async () => {
    const one = scene({ ...acme, 'package.json': dependent });
    const missing = await one.xe(['acme']);
    expect([missing.code, missing.stderr]).toEqual([
      127,
      expect.stringContaining('run npm install'),
    ]);
    await must(one, [
      'npm',
      'install',
      '--offline',
      '--no-audit',
      '--no-fund',
      '--package-lock-only',
    ]);
    const env = { ...one.env, npm_config_offline: 'true', npm_config_audit: 'false' };
    const made = await one.xe(['bootstrap'], { env, timeout: 60_000 });
    expect(made.stderr).toContain('npm ci');
    expect(made.code, made.stderr).toBe(0);
    await everywhere(one, ['acme'], 'acme of true');
  });

  test.skipIf(!pnpm.met)('pnpm, with the programs of a workspace hoisted to the root', async () => {
    const one = scene({
      ...acme,
      'package.json': dependent,
      'pnpm-workspace.yaml': 'packages: [packages/*]\n',
      'packages/a/package.json': '{"name": "a", "version": "1.0.0"}',
    });
    await must(one, ['pnpm', 'install', '--offline', '--ignore-scripts', '--reporter=silent'], {
      env: { CI: '1' },
    });
    await everywhere(one, ['acme'], 'acme of true');
    expect((await one.xe(['acme'], { in: 'packages/a' })).stdout).toBe('acme of true\n');
  });

  test('yarn', async () => {
    const one = scene({ ...acme, 'package.json': dependent });
    await must(one, ['yarn', 'install', '--offline', '--silent', '--non-interactive']);
    await everywhere(one, ['acme'], 'acme of true');
  });
});

test.skipIf(!need('bundler', 'apt-get install ruby-bundler', 'bundle').met)('bundler', async () => {
  const gemspec =
    'Gem::Specification.new { |s| s.name = "acme"; s.version = "1"; s.summary = s.author = "a"; s.files = []; s.bindir = "exe"; s.executables = ["acme"] }\n';
  const one = scene(
    {
      Gemfile: 'gem "acme", path: "acme"\n',
      'acme/acme.gemspec': gemspec,
      'acme/exe/acme': '#!/usr/bin/env ruby\nputs ENV["BUNDLE_GEMFILE"]\n',
    },
    { PATH, BUNDLE_SILENCE_ROOT_WARNING: '1' },
  );
  await must(one, ['bundle', 'install', '--local', '--quiet']);
  await must(one, ['bundle', 'binstubs', 'acme']);
  await everywhere(one, ['acme'], join(one.root, 'Gemfile'));
});

test.skipIf(!need('composer', 'apt-get install composer', 'composer').met)(
  'composer, and its bin-dir',
  async () => {
    const config = (more: object) =>
      JSON.stringify({
        repositories: [{ type: 'path', url: 'acme' }, { 'packagist.org': false }],
        require: { 'acme/acme': '*' },
        config: more,
      });
    const library = {
      'acme/composer.json': '{"name": "acme/acme", "version": "1.0.0", "bin": ["acme"]}',
      'acme/acme': '#!/usr/bin/env php\n<?php echo "acme runs\\n";\n',
    };
    const env = { PATH, COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_DISABLE_NETWORK: '1' };
    for (const more of [{}, { 'bin-dir': 'tools/php' }]) {
      const one = scene({ ...library, 'composer.json': config(more) }, env);
      await must(one, ['composer', 'install', '--quiet', '--no-interaction']);
      await everywhere(one, ['acme'], 'acme runs');
    }
  },
);

test.skipIf(!need('go', 'apt-get install golang-go', 'go').met)(
  "go's GOBIN, by its own env file",
  async () => {
    const one = scene({
      'go.mod': 'module acme\n\ngo 1.19\n',
      'main.go': 'package main\n\nfunc main() { print("acme runs") }\n',
    });
    const env = { GOFLAGS: '-mod=mod -buildvcs=false', GOTOOLCHAIN: 'local' };
    await must(one, ['go', 'env', '-w', `GOBIN=${one.root}/gobin`], { env });
    await must(one, ['go', 'install', '.'], { env });
    const { stderr, code } = await one.xe(['acme'], { in: '' });
    expect([code, stderr]).toEqual([0, 'acme runs']);
  },
);

test.skipIf(!need('cargo', 'apt-get install cargo', 'cargo').met)(
  'cargo: target only by path in .xerc',
  async () => {
    const one = scene(
      {
        'Cargo.toml':
          '[package]\nname = "acme"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n',
        'src/main.rs': 'fn main() { println!("acme runs") }\n',
      },
      process.env['CARGO_HOME'] || process.env['HOME']
        ? { RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? join(process.env['HOME'] ?? '', '.rustup') }
        : {},
    );
    await must(one, ['cargo', 'build', '--offline', '--quiet']);
    expect((await one.xe(['acme'])).code).toBe(127);
    expect((await one.xe(['--explain'])).stdout).toContain('path: [target/debug]');
    const opted = scene({
      '.xerc': 'path: [target/debug]\n',
      'target/debug/acme': '#!/bin/sh\necho acme runs\n',
    });
    await everywhere(opted, ['acme'], 'acme runs');
  },
);

test('wrappers of Maven and Gradle', async () => {
  const one = scene({
    mvnw: '#!/bin/sh\necho "mvnw $*"\n',
    '.mvn/wrapper/maven-wrapper.properties': '',
    'pom.xml': '',
    'app/build.gradle': '',
    gradlew: '#!/bin/sh\necho "gradlew $*"\n',
  });
  await everywhere(one, ['mvn', 'verify', '-q'], 'mvnw verify -q');
  expect((await one.xe(['gradle', 'build'], { in: 'app' })).stdout).toBe('gradlew build\n');
});

describe('other version control', () => {
  const hg = need('Mercurial', 'apt-get install mercurial', 'hg');
  test.skipIf(!hg.met)('a Mercurial checkout is a root', async () => {
    const one = scene({});
    await must(one, ['hg', 'init', 'repo']);
    const { stdout } = await one.xe(['--explain'], { in: 'repo' });
    expect(stdout).toContain(`${one.root}/repo: it has .hg`);
  });
});

describe('the shells read --env', () => {
  const shells: [string, string[], string][] = [
    ['sh', [], 'eval "$XE_TEXT"; printf "%s\\n" "$PATH" "$VIRTUAL_ENV" "${PYTHONHOME-none}"'],
    [
      'fish',
      ['--shell', 'fish'],
      'echo $XE_TEXT | source; string join : $PATH; echo $VIRTUAL_ENV; set -q PYTHONHOME; and echo set; or echo none',
    ],
  ];
  for (const [shell, words, script] of shells) {
    const { met } = need(shell, `apt-get install ${shell}`, shell);
    test.skipIf(!met)(shell, { timeout: 60_000 }, async () => {
      const venv = { '.venv/pyvenv.cfg': '', '.venv/bin/x': '' };
      const one = scene(venv, { PATH: '/usr/bin:/bin:/it\'s "odd"/$HOME', PYTHONHOME: '/x' });
      const { stdout: text } = await one.xe(['--env', ...words]);
      const stdout = await must(one, [shell, '-c', script], { env: { XE_TEXT: text } });
      expect(stdout).toBe(
        `${one.root}/.venv/bin:/usr/bin:/bin:/it's "odd"/$HOME\n${one.root}/.venv\nnone\n`,
      );
    });
  }
});
