import { hostname, networkInterfaces } from 'node:os';

/** The names and addresses that this machine knows itself by. */
export function localNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address.replace(/%.*$/, '')),
  );
  const name = hostname();
  return [...new Set(['localhost', name, name.replace(/\..*$/, ''), ...addresses])];
}
