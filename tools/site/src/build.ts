import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, workspacePackages } from '@nearhand/checks/workspace';
import { configTypes, explain, find } from '@nearhand/repose-config';
import { Application, LogLevel, ReflectionKind, TSConfigReader } from 'typedoc';

const here = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Writes the site into `out`: the root README as its first page, the README of each package, and a
 * page for everything that each package exports, from the docstrings. Static files without a server.
 */
export async function buildSite(out: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'nearhand-site-'));
  try {
    const modules = entryModules();
    const app = await Application.bootstrap(
      {
        name: 'nearhand',
        entryPoints: [...modules.keys()].map((name) => sourceFile(name)),
        entryPointStrategy: 'resolve',
        tsconfig: join(here, 'tsconfig.docs.json'),
        basePath: root,
        readme: writePage(scratch, 'README.md', readFileSync(join(root, 'README.md'), 'utf8')),
        projectDocuments: [...readmes(scratch), referencePage(scratch)],
        disableSources: true,
        excludeInternal: true,
        excludePrivate: true,
        githubPages: false,
        hideGenerator: true,
        includeVersion: false,
        skipErrorChecking: true,
        navigation: { includeGroups: false },
        logLevel: LogLevel.Warn,
        validation: {
          notExported: false,
          invalidLink: true,
          invalidPath: true,
          notDocumented: false,
        },
      },
      [new TSConfigReader()],
    );
    const project = await app.convert();
    if (!project) throw new Error('the sources could not be read for the site');
    // Named as they are imported, and not after their files.
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = modules.get(module.name) ?? module.name;
    }
    await app.generateDocs(project, out);
    if (app.logger.hasErrors()) throw new Error('the site has errors, see above');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The name that TypeDoc gives each public entry (`randstr/src`), and the one that it is imported by. */
function entryModules(): Map<string, string> {
  const modules = new Map<string, string>();
  for (const { dir, manifest } of workspacePackages('packages')) {
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      const built = typeof target === 'string' ? target : target['default'];
      const entry = /^\.\/dist\/(.+)\.js$/.exec(built ?? '')?.[1];
      if (entry === undefined) continue;
      const named = entry === 'index' ? 'src' : `src/${entry}`;
      modules.set(`${dir.split('/')[1]}/${named}`, manifest.name + subpath.slice(1));
    }
  }
  return modules;
}

function sourceFile(name: string): string {
  return join(root, 'packages', name.endsWith('/src') ? `${name}/index.ts` : `${name}.ts`);
}

function readmes(scratch: string): string[] {
  return workspacePackages('packages').map(({ path, manifest }) => {
    const name = manifest.name.split('/')[1]!;
    const text = readFileSync(join(path, 'README.md'), 'utf8');
    return writePage(scratch, `${name}.md`, `---\ntitle: ${name}\n---\n\n${text}`);
  });
}

/** The reference of every config type of Repose, from the declarations that `repose-config check` uses. */
function referencePage(scratch: string): string {
  const parts = configTypes.map((type) => {
    const found = find(type.name);
    if (found.kind === 'unknown') throw new Error(`explain does not know ${type.name}`);
    const text = explain(found, { columns: 100 });
    return `## ${type.name}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
  });
  const head = `---\ntitle: Repose reference\n---\n\n# The configuration of Repose 9\n\nEvery config type: its file, elements, attributes and defaults. \`repose-config explain\` shows the same in the terminal, down to each element.\n`;
  return writePage(scratch, 'repose-reference.md', [head, ...parts].join('\n'));
}

/** The page as the site shows it: links to READMEs and packages of this repository become links between pages. */
function writePage(scratch: string, name: string, text: string): string {
  const file = join(scratch, name);
  const linked = text
    .replaceAll(
      /\]\((?:\.\.\/|packages\/)([a-z-]+)(?:\/README\.md|\/)?(#[\w-]+)?\)/g,
      '](./$1.md$2)',
    )
    .replaceAll(/<!--[^]*?-->\n?/g, '');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, linked);
  return file;
}
