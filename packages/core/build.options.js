import { fileURLToPath } from 'node:url';

// Libraries that run in a browser use these, so they must not come with what reaches for Node.
const ANYWHERE = /src\/(errors|nearest)\.ts$/;

export default {
  minify: true,
  alias: { 'string-width': fileURLToPath(new URL('src/cli/string-width.ts', import.meta.url)) },
  // The parts that load later (help, completion) take what they need from the entry itself.
  preserveEntrySignatures: 'allow-extension',
  rare: /yargs-parser|@noble/,
  codeSplitting: { groups: [{ name: 'anywhere', test: ANYWHERE }] },
};
