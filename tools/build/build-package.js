#!/usr/bin/env node
// Builds the package in the working directory.
//
// The manifest is the only input: every `./dist/NAME.js` that `exports` names is
// built from `src/NAME.ts`, and `src/cli.ts` too where the package has a `bin`.
// What stands in `dependencies` stays an import; what stands only in
// `devDependencies` is inlined. A package may add a `build.options.js` with
// `{ alias, entries, platform, minify, codeSplitting, preserveEntrySignatures, moduleTypes, afterBuild }`,
// and `cliApart: true` to bundle the command by itself: it then loads few files, where it would
// share many small ones with the library's entries.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { directBuiltins } from './direct-builtins.js';
import { writeThirdPartyLicences } from './third-party.js';

const root = process.cwd();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const optionsFile = join(root, 'build.options.js');
const options = existsSync(optionsFile)
  ? (await import(pathToFileURL(optionsFile).href)).default
  : {};

const input = { ...options.entries };
for (const target of Object.values(manifest.exports ?? {})) {
  const file = typeof target === 'string' ? target : target.default;
  const match = /^\.\/dist\/(.+)\.js$/.exec(file ?? '');
  if (match) input[match[1]] = sourceOf(match[1]);
}
if (manifest.bin && existsSync(join(root, 'src/cli.ts'))) input.cli ??= 'src/cli.ts';

rmSync(join(root, 'dist'), { recursive: true, force: true });

const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
const platform = options.platform ?? 'node';
let moduleIds;
if (options.cliApart) {
  const { cli, ...library } = input;
  moduleIds = [
    ...(await write(library, { platform, chunks: 'chunks' })),
    ...(await write({ cli }, { platform: 'node', chunks: 'chunks/cli' })),
  ];
} else moduleIds = await write(input, { platform, chunks: 'chunks' });
writeThirdPartyLicences(moduleIds, join(root, 'dist/THIRD-PARTY-LICENSES'));

const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);
const types = spawnSync(
  process.execPath,
  [
    tsc,
    '--project',
    'tsconfig.json',
    '--noEmit',
    'false',
    '--declaration',
    '--emitDeclarationOnly',
    '--rootDir',
    'src',
    '--outDir',
    'dist',
  ],
  { cwd: root, stdio: 'inherit' },
);
if (types.status !== 0) process.exit(types.status ?? 1);

if (manifest.bin) await writeManual();
if (options.afterBuild) await options.afterBuild({ root: resolve(root), manifest });

/** The man page and the completion scripts, from the option table of the built command. */
async function writeManual() {
  const require = createRequire(join(root, 'package.json'));
  const { manualFiles } = await import(pathToFileURL(require.resolve('@nearhand/core/cli')).href);
  const { commandLine } = await import(pathToFileURL(join(root, 'dist/cli.js')).href);
  for (const [file, text] of await manualFiles(commandLine)) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function sourceOf(name) {
  for (const candidate of [`src/${name}.ts`, `src/${name}/index.ts`]) {
    if (existsSync(join(root, candidate))) return candidate;
  }
  throw new Error(`${manifest.name}: exports name dist/${name}.js, but there is no src/${name}.ts`);
}

/** Bundles these entries into dist, and gives back the files that went in. */
async function write(entries, { platform, chunks }) {
  const bundle = await rolldown({
    input: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(root, file)]),
    ),
    platform,
    preserveEntrySignatures: options.preserveEntrySignatures ?? 'strict',
    external: (id) =>
      id.startsWith('node:') || external.some((name) => id === name || id.startsWith(`${name}/`)),
    resolve: { alias: options.alias ?? {} },
    plugins: platform === 'node' ? [directBuiltins()] : [],
    moduleTypes: options.moduleTypes ?? {},
    onLog(level, log, handler) {
      // An import that resolves to nothing would only be found by a user.
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      handler(level, log);
    },
  });
  const { output } = await bundle.write({
    dir: join(root, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${chunks}/[name].js`,
    minify: options.minify ?? false,
    codeSplitting: options.codeSplitting ?? true,
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await bundle.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}
