// What a tool costs before it does its work: every command beside `node -e 0` of the same Node, on
// the oldest Node that is promised (it has no compile cache) and on the newest.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { nodes } from '@nearhand/test-kit/nodes';

const core = dirname(
  createRequire(import.meta.resolve('@nearhand/xe')).resolve('@nearhand/core/package.json'),
);

export const title = 'start-up: over a bare Node';

/** The budget of a tool that somebody waits for on every call, in ms over a bare Node. */
const BUDGET = 12;

export function run(kit) {
  return kit.scratch(async (dir) => {
    writeFileSync(join(dir, 'empty.mjs'), '');
    writeFileSync(join(dir, 'core-only.cjs'), coreOnly());
    writeFileSync(
      join(dir, '.rdo.conf'),
      'driver = ssh\nhost = example.invalid\ndirectory = /srv\n',
    );
    const all = nodes();
    for (const { version, file } of new Set([all[0], all.at(-1)]))
      await measure(kit, dir, version, file);
    kit.note(
      'empty.mjs is what any ES module costs; core only is a tool with a dozen options that does nothing. ' +
        'xe starts `true`, and its row holds that start where Node cannot replace itself. ' +
        'rdo plans and prints the command: what follows is the other machine.',
    );
  });
}

async function measure(kit, dir, version, node) {
  const bare = 'node -e 0';
  const tools = [
    tool('core only', [node, join(dir, 'core-only.cjs'), '-n', 'true']),
    tool('rdo', [node, kit.bin('rdo'), '--dry-run', 'true']),
    tool('xe', [node, kit.bin('xe'), 'true']),
    tool('tsf', [node, kit.bin('tsf'), 'out.txt']),
    tool('randstr', [node, kit.bin('randstr')]),
    tool('repose-config --version', [node, kit.bin('repose-config'), '--version']),
  ];
  const rows = [
    { label: bare, argv: [node, '-e', '0'] },
    { label: 'empty.mjs', argv: [node, join(dir, 'empty.mjs')] },
    ...tools,
  ].map((row) => ({ ...row, cwd: dir }));
  const times = await kit.commands(`Node ${version}`, rows, { runs: 21, warmup: 2 });
  for (const { label } of tools) {
    const target = `${label} on Node ${version}: within ${BUDGET} ms of a bare Node`;
    kit.target(target, times.difference(label, bare), { atMost: BUDGET, unit: 'ms' });
  }

  /** A tool that cannot do its work yet is missing: how quickly it fails says nothing. */
  function tool(label, argv) {
    const { status } = spawnSync(argv[0], argv.slice(1), { cwd: dir, input: 'x\n' });
    return { label, argv, missing: status === 0 ? undefined : `ended with ${status}` };
  }
}

function coreOnly() {
  const entry = (name) => JSON.stringify(join(core, `dist/${name}.js`));
  const options = Array.from(
    { length: 12 },
    (_, i) =>
      `'option-${i}': { type: '${i % 2 ? 'string' : 'boolean'}', alias: '${'nbcdefgijklm'[i]}', describe: 'x' }`,
  );
  return `
require('node:module').enableCompileCache?.();
const { startTool } = require(${entry('process')});
const { runCli } = require(${entry('cli')});
const table = { name: 'x', version: () => '0', summary: 'x', usage: ['x'], runner: true, options: { ${options.join(', ')} } };
void startTool((argv, world) => runCli(table, argv, world, async () => 0));
`;
}
