#!/usr/bin/env node
// Shows the tools at work: each command, and then what it really prints. Makes an
// SSH server inside this process and a small project in a temporary folder, and
// removes both at its end. Needs no ssh program, no VM and no network.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { startEmbedded } from '@nearhand/lab';
import { scenesWith } from './scenes.js';
import { makeProject } from './project.js';

const require = createRequire(import.meta.url);
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

const base = realpathSync(mkdtempSync(join(tmpdir(), 'nearhand-demo-')));
process.once('exit', () => rmSync(base, { recursive: true, force: true }));
const server = await startEmbedded({ home: join(base, 'there') });
let failed = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // The command that plays gets the terminal's Ctrl-C by itself.
  // However often it comes: a second one must not cut the clearing up short.
  process.on(signal, () => void server.stop().finally(() => process.exit(1)));
}
try {
  const project = makeProject(base, server);
  const env = {
    ...process.env,
    HOME: project.home,
    XDG_CACHE_HOME: join(project.home, '.cache'),
    XDG_CONFIG_HOME: join(project.home, '.config'),
    NODE_COMPILE_CACHE: join(base, 'compile-cache'),
    XDG_RUNTIME_DIR: '',
    XDG_STATE_HOME: join(project.home, '.local/state'),
    PATH: [makeBin(project.home), process.env.PATH].join(delimiter),
  };
  delete env.RDO_ENV;
  for (const { title, steps } of scenesWith(project.make)) {
    console.log(`\n${paint('1;36', title)}`);
    for (const step of steps) failed += await play(step, { project, env });
  }
} finally {
  await server.stop();
}
console.log(
  failed === 0
    ? '\nThat was all; nothing is left behind.'
    : `\n${failed} commands did not end as they should.`,
);
process.exit(failed === 0 ? 0 : 1);

/** Shows a command and runs it; 1 when it didn't end as it should. */
async function play(step, { project, env }) {
  const { say, run, cwd = '.', status = 0 } = typeof step === 'string' ? { run: step } : step;
  if (say) console.log(`\n${paint(2, `# ${say}`)}`);
  const place = cwd === '.' ? 'project' : `project/${cwd}`;
  console.log(`${paint(32, place)} $ ${paint(1, run)}`);
  const child = spawn('sh', ['-c', run], {
    cwd: join(project.dir, cwd),
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  if (status !== 0 || ended !== 0) console.log(paint(2, `# exit status ${ended}`));
  return ended === status ? 0 : 1;
}

/** A folder with the built commands of the workspace, as an install would link them. */
function makeBin(home) {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  for (const name of ['rdo', 'xe', 'tsf', 'randstr', 'repose-config']) {
    const manifest = require.resolve(`@nearhand/${name}/package.json`);
    const file = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[name]);
    if (!existsSync(file)) throw new Error(`${name} isn't built: npm run build`);
    // The commands run on the Node that runs this, whichever comes first on PATH.
    const text = `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`;
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  }
  return bin;
}
