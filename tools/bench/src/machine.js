import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

/** What a reader needs to judge a figure: the processor, the memory, the system and the Node. */
export function machine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
  };
}

/** The versions of the peers from npm that stand in these tables. */
export function peerVersions(tables) {
  const manifest = new URL('../package.json', import.meta.url);
  const { devDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  const labels = tables.flatMap(({ rows }) => rows.map(({ label }) => label)).join('\n');
  return Object.fromEntries(
    Object.entries(devDependencies).filter(
      ([name, range]) => /^\d/.test(range) && labels.includes(name),
    ),
  );
}
