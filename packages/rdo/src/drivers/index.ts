import type { Driver, DriverContext, Reached } from '../driver.ts';
import type { Transport } from '../plan.ts';
import { ssh } from './ssh.ts';

/** Finds the machine of a plan. Only the driver that is used gets loaded. */
export async function reach(context: DriverContext): Promise<Reached> {
  const { transport } = context.plan;
  const driver = (await load(transport.driver)) as Driver<Transport['driver']>;
  return driver(transport, context);
}

async function load(name: Transport['driver']): Promise<unknown> {
  switch (name) {
    case 'ssh':
      return ssh;
    case 'vagrant':
      return (await import('./vagrant.ts')).vagrant;
    case 'docker':
      return (await import('./docker.ts')).docker;
    case 'compose':
      return (await import('./compose.ts')).compose;
    case 'kubectl':
      return (await import('./kubectl.ts')).kubectl;
    case 'lima':
      return (await import('./lima.ts')).lima;
    case 'local':
      return (await import('./local.ts')).local;
  }
}
