#!/usr/bin/env node
// Builds the documentation site: `npm run site -- [DIR]`, by default into tools/site/dist.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from './src/build.ts';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, 'dist'));
await buildSite(out);
console.log(`open ${join(out, 'index.html')}`);
