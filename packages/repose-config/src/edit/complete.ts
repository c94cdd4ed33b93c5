// Completion of paths, for shells.
import { elements, type Folder } from '../folder/folder.ts';
import { elementsOf } from '../model/index.ts';
import { findTarget, identify, type Target } from './path.ts';

/** Every path that begins like `prefix`, for a shell's completion: each one step further. */
export function completePath(folder: Folder, prefix: string): string[] {
  const cut = prefix.lastIndexOf('/');
  const head = prefix.slice(0, cut + 1);
  if (cut < 0) {
    const names = [...folder.files.values()].flatMap((file) =>
      file.type ? [`${file.type.name}/`] : [],
    );
    return [...new Set(names)].filter((name) => name.startsWith(prefix));
  }
  let target: Target;
  try {
    target = findTarget(folder, head.slice(0, -1));
  } catch {
    return [];
  }
  const { element, decl, missing } = target;
  if (target.attribute) return [];
  const written = missing.length > 0 ? [] : elements(element);
  const options = new Set<string>();
  for (const child of written) {
    const same = written.filter((other) => other.local === child.local);
    const which = identify(child) ?? String(same.indexOf(child) + 1);
    options.add(`${child.local}${same.length > 1 ? `[${which}]` : ''}/`);
  }
  if (decl?.type.kind === 'complex') {
    for (const { name } of decl.type.attributes) options.add(name);
    for (const { name } of elementsOf(decl.type)) {
      if (!written.some((child) => child.local === name)) options.add(`${name}/`);
    }
  }
  return [...options].map((option) => head + option).filter((option) => option.startsWith(prefix));
}
