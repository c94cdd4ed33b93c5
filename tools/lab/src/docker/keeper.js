// Runs dockerd for as long as anybody holds a lease on it, and then ends it.
// argv: the storage driver ('' for dockerd's own choice), '1' to leave iptables alone.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyLease } from '../leases.ts';
import { withLock } from '../lock.ts';
import { stateDir } from '../state.ts';

// A run of tests has moments between two files in which nobody holds one.
const GRACE_SECONDS = 5;

const [driver, withoutIptables] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});

const log = openSync(join(stateDir('docker'), 'dockerd.log'), 'a');
const args = [
  '--pidfile',
  join(stateDir('docker'), 'dockerd.pid'),
  ...(driver ? ['--storage-driver', driver] : []),
  ...(withoutIptables === '1' ? ['--iptables=false', '--ip-masq=false'] : []),
];
const engine = spawn('dockerd', args, { stdio: ['ignore', log, log], detached: true });
engine.once('error', () => process.exit(1));
engine.once('exit', (code) => process.exit(code ?? 1));
process.on('SIGTERM', () => engine.kill('SIGTERM'));

for (let idle = 0; ; await sleep(1000)) {
  idle = anyLease() ? 0 : idle + 1;
  if (idle < GRACE_SECONDS) continue;
  await withLock('engine', async () => {
    if (anyLease()) return;
    engine.kill('SIGTERM');
    // The exit of the engine ends us, and with us the lock.
    await sleep(30_000);
    engine.kill('SIGKILL');
  });
}
