import type { CliContext, Options } from '@nearhand/core/cli';
import { call } from '../docker/call.ts';
import { findContainer, urlsOf } from '../docker/container.ts';
import { logsPlan } from '../docker/plan.ts';
import { READY } from '../docker/ready.ts';
import { print } from './command.ts';
import { dockerContext, howEnded, sinceLastStart } from './docker-io.ts';

/** 0: the container runs. 1: it doesn't. */
export async function runStatus(context: CliContext<Options>): Promise<number> {
  const { world, commandValues } = context;
  const { engine, host, path } = await dockerContext(context);
  const found = await findContainer(engine, path);
  const running = found?.state === 'running';
  const since = found && sinceLastStart(found);
  const log = running
    ? await call(engine, logsPlan(engine.program, found.id, { since }))
    : undefined;
  const ready = log !== undefined && `${log.stdout}\n${log.stderr}`.includes(READY);
  const urls = found ? urlsOf(found, host).map((url) => `${url}/`) : [];
  if (commandValues['json'] === true) {
    const status = {
      version: 1,
      folder: path,
      state: found?.state ?? 'absent',
      ready,
      urls,
      container: found?.name ?? null,
      id: found?.id ?? null,
      image: found?.image ?? null,
      startedAt: found?.startedAt ?? null,
      exitCode: found && !running ? found.exitCode : null,
    };
    await print(world, `${JSON.stringify(status, null, 2)}\n`);
  } else if (!found) {
    await print(world, 'absent\n');
  } else {
    const state = running ? (ready ? 'ready' : 'running, not ready yet') : howEnded(found);
    const lines = [
      ['state', state],
      ...urls.map((url) => ['url', url]),
      ['container', found.name],
      ['image', found.image],
      ['since', found.startedAt],
    ];
    await print(world, lines.map(([key = '', value]) => `${key.padEnd(10)} ${value}\n`).join(''));
  }
  return running ? 0 : 1;
}
