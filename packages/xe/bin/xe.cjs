#!/usr/bin/env node
// CommonJS on purpose: on Node 20 this way into the ES modules is 3 ms shorter.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`xe: Node ${process.versions.node} is too old: it needs 20.19 or newer\n`);
  process.exit(125);
}
// Newer Nodes keep the compiled code between runs.
require('node:module').enableCompileCache?.();

const { startTool } = require('@nearhand/core/process');
const { main } = require('../dist/cli.js');
void startTool(main, { runner: true });
