// What an install of each tool brings: packages and bytes, from packed tarballs, in an empty folder.
import { execFile } from 'node:child_process';
import { lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const TOOLS = ['rdo', 'xe', 'tsf', 'randstr', 'repose-config'];
/** What people install today for the same end, where it comes from the same registry. */
const PEERS = { nanoid: 'nanoid' };

export const title = 'Installed size';

export async function run(kit) {
  await kit.scratch(async (dir) => {
    const tarballs = new Map();
    for (const name of ['core', ...TOOLS]) {
      const cwd = fileURLToPath(new URL(`../../../packages/${name}`, import.meta.url));
      const { stdout } = await execute('pnpm', ['pack', '--json', '--pack-destination', dir], {
        cwd,
      });
      tarballs.set(name, JSON.parse(stdout).filename);
    }
    const sizes = new Map();
    const install = async (label, wanted) => {
      const cwd = join(dir, label.replaceAll('/', '-'));
      await execute('mkdir', ['-p', cwd]);
      writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n');
      const flags = ['--no-audit', '--no-fund', '--prefer-offline'];
      await execute('npm', ['install', ...flags, ...wanted], { cwd });
      sizes.set(label, measure(join(cwd, 'node_modules')));
    };
    for (const name of TOOLS) await install(name, [tarballs.get('core'), tarballs.get(name)]);
    for (const [label, wanted] of Object.entries(PEERS)) await install(label, [wanted]);
    const rows = (pick) =>
      [...sizes].map(([label, size]) => ({ label, sample: async () => pick(size) }));
    const once = { runs: 1, warmup: 0 };
    await kit.measure(
      'bytes on disk',
      rows(({ bytes }) => bytes / 1024),
      { ...once, unit: 'KiB' },
    );
    await kit.measure(
      'packages',
      rows(({ packages }) => packages),
      { ...once, unit: 'packages' },
    );
    kit.target('randstr installs at most 2 packages', sizes.get('randstr').packages, { atMost: 2 });
    for (const name of ['tsf', 'xe']) {
      const beside = sizes.get(name).packages - 2;
      kit.target(`${name} brings at most 4 packages beside itself and core`, beside, { atMost: 4 });
    }
  });
}

function measure(modules) {
  let bytes = 0;
  let packages = 0;
  for (const file of readdirSync(modules, { recursive: true, encoding: 'utf8' })) {
    const stat = lstatSync(join(modules, file));
    if (stat.isFile()) bytes += stat.size;
    if (/(^|node_modules\/)(@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(file)) packages += 1;
  }
  return { bytes, packages };
}
