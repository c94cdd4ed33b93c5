#!/usr/bin/env node
// Builds the package in the working directory.
//
// The manifest is the only input: every `./dist/NAME.js` that `exports` names is an
// ES module built from `src/NAME.ts`. Every `./dist/NAME.cjs`, and `src/cli.ts` where the
// package has a `bin`, is a command's way in: CommonJS, minified, apart from the
// library, one file with all that a run needs, because each file that Node loads costs a run
// half a millisecond, and as an ES module twice that.
// What stands in `dependencies` stays an import; what stands only in
// `devDependencies` is inlined. A package may add a `build.options.js` with
// `{ alias, entries, platform, minify, codeSplitting, preserveEntrySignatures, plugins, afterBuild }`,
// and with `shared`: sources that the command takes from the library's build, each an entry of
// that name there, because they are too big to be there twice; and with `rare`: see eager-functions.js.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { asciiOnly } from './ascii-only.js';
import { fromLibrary, oneCore } from './command-imports.js';
import { directBuiltins } from './direct-builtins.js';
import { eagerFunctions } from './eager-functions.js';
import { writeThirdPartyLicences } from './third-party.js';

const root = process.cwd();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const optionsFile = join(root, 'build.options.js');
const options = existsSync(optionsFile)
  ? (await import(pathToFileURL(optionsFile).href)).default
  : {};

const shared = options.shared ?? {};
const library = { ...options.entries, ...shared };
const commands = {};
for (const target of Object.values(manifest.exports ?? {})) {
  const file = typeof target === 'string' ? target : target.default;
  const [, name, kind] = /^\.\/dist\/(.+)\.(c?js)$/.exec(file ?? '') ?? [];
  if (name) (kind === 'js' ? library : commands)[name] = sourceOf(name);
}
if (manifest.bin && existsSync(join(root, 'src/cli.ts'))) commands.cli = 'src/cli.ts';

rmSync(join(root, 'dist'), { recursive: true, force: true });

const external = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
const moduleIds = [...(await writeLibrary()), ...(await writeCommands())];
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
// A command has no types of its own; an entry of `exports` has those of a CommonJS file.
for (const name of Object.keys(commands)) {
  const file = join(root, `dist/${name}.d.ts`);
  if (name === 'cli') rmSync(file);
  else renameSync(file, join(root, `dist/${name}.d.cts`));
}

if (manifest.bin) await writeManual();
if (options.afterBuild) await options.afterBuild({ root: resolve(root), manifest });

/** The man page and the completion scripts, from the option table of the built command. */
async function writeManual() {
  const require = createRequire(join(root, 'package.json'));
  const { manualFiles } = await import(pathToFileURL(require.resolve('@nearhand/core/cli')).href);
  const { commandLine } = await import(pathToFileURL(join(root, 'dist/cli.cjs')).href);
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

function writeLibrary() {
  const platform = options.platform ?? 'node';
  return write(library, {
    input: {
      platform,
      preserveEntrySignatures: options.preserveEntrySignatures ?? 'strict',
      plugins: [...(options.plugins ?? []), ...(platform === 'node' ? [directBuiltins()] : [])],
    },
    output: {
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      minify: options.minify ?? false,
      codeSplitting: options.codeSplitting ?? true,
    },
  });
}

function writeCommands() {
  return write(commands, {
    input: {
      platform: 'node',
      preserveEntrySignatures: 'allow-extension',
      external: (id) => isExternal(id) && !id.startsWith('@nearhand/core/'),
      plugins: [
        ...(options.plugins ?? []),
        oneCore(root),
        fromLibrary(shared, root),
        eagerFunctions(options.rare),
        asciiOnly(),
      ],
    },
    output: {
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/command/[name].cjs',
      minify: true,
      codeSplitting: { groups: [{ name: 'run', tags: ['$initial'] }] },
    },
  });
}

function isExternal(id) {
  return (
    id.startsWith('node:') || external.some((name) => id === name || id.startsWith(`${name}/`))
  );
}

/** Bundles these entries into dist, and gives back the files that went in. */
async function write(entries, { input, output }) {
  if (Object.keys(entries).length === 0) return [];
  const bundle = await rolldown({
    input: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(root, file)]),
    ),
    external: isExternal,
    resolve: { alias: options.alias ?? {} },
    onLog(level, log, handler) {
      // An import that resolves to nothing would only be found by a user.
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      handler(level, log);
    },
    ...input,
  });
  const written = await bundle.write({
    dir: join(root, 'dist'),
    comments: { legal: true, annotation: false, jsdoc: false },
    ...output,
  });
  await bundle.close();
  return written.output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}
