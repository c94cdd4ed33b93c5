#!/usr/bin/env node
// CommonJS, as all that a run loads: Node is quicker with it than with ES modules.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`xe: Node ${process.versions.node} is too old: it needs 20.19 or newer\n`);
  process.exit(125);
}
// Newer Nodes keep the compiled code between runs.
require('node:module').enableCompileCache?.();

const { main, startTool } = require('../dist/cli.cjs');
void startTool(main, { runner: true });
