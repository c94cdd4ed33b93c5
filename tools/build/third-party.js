// Writes the licence texts of the packages that a bundle holds: their licences ask
// that the text goes with every copy, and inlining makes a copy.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param moduleIds the files that went into the bundle
 * @param file what to write; nothing is written when nothing was inlined
 * @throws when a package has no licence text to keep
 */
export function writeThirdPartyLicences(moduleIds, file) {
  const roots = new Set(moduleIds.map(packageRoot).filter((root) => root !== undefined));
  const parts = [...roots].map(licenceOf).sort((a, b) => (a.title < b.title ? -1 : 1));
  if (parts.length === 0) return;
  const text = parts.map(({ title, licence }) => `${title}\n\n${licence.trim()}\n`);
  const head = `This package contains code of the following packages, under their licences.\n`;
  writeFileSync(file, [head, ...text].join(`\n${'-'.repeat(72)}\n\n`));
}

function packageRoot(id) {
  if (!/[\\/]node_modules[\\/]/.test(id)) return undefined;
  // A nested package.json that only sets the module type has no name.
  for (let dir = dirname(id); dir !== dirname(dir); dir = dirname(dir)) {
    const manifest = join(dir, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name) return dir;
  }
  return undefined;
}

function licenceOf(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = readdirSync(root).find((entry) => /^(licen[cs]e|copying)([.-]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name}@${version} is inlined and has no licence file`);
  return {
    title: `${name} ${version} (${license})`,
    licence: readFileSync(join(root, file), 'utf8'),
  };
}
