import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What a reader needs to judge a figure: the processor, the memory, the system and the Node. */
export function machine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
  };
}
