import { posix, win32 } from 'node:path';
import type { FileSystem } from '../../src/index.ts';

/**
 * A file system in memory. Keys are absolute paths; one that ends in `/` is an empty folder, a text
 * that starts with `-> ` a symbolic link, and every file is executable whose text starts with `#!`
 * or that stands in a folder called `bin`, `.bin` or `Scripts`.
 */
export function memory(
  files: Readonly<Record<string, string>>,
  platform: 'linux' | 'win32' = 'linux',
): FileSystem {
  const path = platform === 'win32' ? win32 : posix;
  const nodes = new Map<string, string | undefined>();
  const fold = (name: string): string => (platform === 'win32' ? name.toLowerCase() : name);
  for (const [name, text] of Object.entries(files)) {
    const folder = name.endsWith('/') || name.endsWith('\\');
    const file = folder ? name.slice(0, -1) : name;
    nodes.set(fold(file), folder ? undefined : text);
    for (let dir = path.dirname(file); !nodes.has(fold(dir)); dir = path.dirname(dir)) {
      nodes.set(fold(dir), undefined);
    }
  }
  const spelled = new Map<string, string>();
  for (const name of Object.keys(files)) {
    for (let one = name.replace(/[\\/]$/, ''); !spelled.has(fold(one)); one = path.dirname(one)) {
      spelled.set(fold(one), one);
    }
  }
  const follow = (name: string, depth = 0): string | undefined => {
    if (depth > 20) return undefined;
    const parent = path.dirname(name);
    const dir = parent === name ? parent : follow(parent, depth + 1);
    if (dir === undefined) return undefined;
    const here = parent === name ? name : path.join(dir, path.basename(name));
    if (!nodes.has(fold(here))) return undefined;
    const text = nodes.get(fold(here));
    if (text?.startsWith('-> ')) return follow(path.resolve(dir, text.slice(3)), depth + 1);
    return here;
  };
  const textOf = (name: string): string | undefined => {
    const real = follow(name);
    return real === undefined ? undefined : nodes.get(fold(real));
  };
  const fs: FileSystem = {
    kind(name) {
      const real = follow(name);
      if (real !== undefined) return nodes.get(fold(real)) === undefined ? 'directory' : 'file';
      return nodes.get(fold(name))?.startsWith('-> ') === true ? 'broken' : undefined;
    },
    list(folder) {
      const real = follow(folder);
      if (real === undefined) return [];
      return [...nodes.keys()]
        .filter((name) => name !== fold(real) && path.dirname(name) === fold(real))
        .map((name) => path.basename(spelled.get(name) ?? name));
    },
    names: (folder) => new Set(fs.list(folder)),
    read: textOf,
    isExecutable(name) {
      if (platform === 'win32') return fs.kind(name) === 'file';
      const folder = path.basename(path.dirname(name));
      return textOf(name)?.startsWith('#!') === true || /^(?:\.?bin|Scripts)$/i.test(folder);
    },
    head: textOf,
    realpath: (name) => follow(name) ?? name,
  };
  return fs;
}

/** A virtual environment's files below `dir`. */
export function venv(dir: string, programs: readonly string[] = []): Record<string, string> {
  return {
    [`${dir}/pyvenv.cfg`]: 'home = /usr/bin\n',
    [`${dir}/bin/python`]: 'ELF',
    ...Object.fromEntries(programs.map((name) => [`${dir}/bin/${name}`, '#!/bin/sh\n'])),
  };
}
