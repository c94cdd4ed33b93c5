import type { ConfigFile, Folder } from '../folder/folder.ts';
import { elementsOf } from '../model/index.ts';
import type { ElementDecl } from '../model/declaration.ts';

/** As many as help, and more would be a list to search. */
const MOST = 4;
/** Some types hold themselves. */
const DEEPEST = 6;

/** Whole paths to the attributes and elements of a name: those of the system model first, the shortest first. */
export function pathsTo(folder: Folder, name: string): string[] {
  const files = [...folder.files.values()].toSorted(
    (a, b) => Number(b.type?.name === 'system-model') - Number(a.type?.name === 'system-model'),
  );
  return files.flatMap((file) => pathsIn(file, name)).slice(0, MOST);
}

function pathsIn({ type }: ConfigFile, name: string): string[] {
  const found: string[] = [];
  let level: (readonly [path: string, decl: ElementDecl])[] = type ? [[type.name, type.root]] : [];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const [path, decl] of level) {
      if (decl.type.kind !== 'complex') continue;
      if (decl.type.attributes.some((one) => one.name === name)) found.push(`${path}/${name}`);
      for (const child of elementsOf(decl.type)) {
        if (child.name === name) found.push(`${path}/${name}`);
        next.push([`${path}/${child.name}`, child]);
      }
    }
    level = next;
  }
  return found;
}
