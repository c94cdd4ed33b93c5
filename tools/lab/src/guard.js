// Outlives the process that started an sshd: when that one ends, however it does,
// our stdin ends, and we end what the sshd left behind.
import { rmSync } from 'node:fs';
import { endInstance } from './instance.ts';

const [dir, id] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on('end', () => {
  endInstance(dir, id);
  rmSync(dir, { recursive: true, force: true });
});
