#!/usr/bin/env node
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`rdo: Node ${process.versions.node} is too old: it needs 20.19 or newer\n`);
  process.exit(125);
}
// Newer Nodes keep the compiled code between runs.
module.enableCompileCache?.();

const { startTool } = await import('@nearhand/core/process');
const { main } = await import('../dist/cli.js');
await startTool(main);
