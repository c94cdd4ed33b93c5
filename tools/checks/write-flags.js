#!/usr/bin/env node
// Writes the flag table of every README anew, from the built packages' option tables.
import { writeFileSync } from 'node:fs';
import { withFlagTable } from './src/flags.ts';
import { workspacePackages } from './src/workspace.ts';

for (const found of workspacePackages('packages')) {
  if (!found.manifest.bin) continue;
  const { file, text, expected } = await withFlagTable(found);
  if (text === expected) continue;
  writeFileSync(file, expected);
  console.log(`wrote the flag table of ${file}`);
}
