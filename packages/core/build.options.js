import { fileURLToPath } from 'node:url';

// What every run of a tool loads, whichever subpaths it uses, is one file: each
// further file costs some 0.5 ms on Node 20.
const EVERY_RUN = /src\/(system-error|outcome|report)\.ts$/;
// Apart from it stands what libraries that run in a browser use: it must not reach for Node.
const ANYWHERE = /src\/(errors|nearest)\.ts$/;

export default {
  alias: { 'string-width': fileURLToPath(new URL('src/cli/string-width.ts', import.meta.url)) },
  // The parts that load later (help, completion) take what they need from the entry itself.
  preserveEntrySignatures: 'allow-extension',
  codeSplitting: {
    groups: [
      { name: 'anywhere', test: ANYWHERE },
      { name: 'shared', test: EVERY_RUN },
    ],
  },
};
