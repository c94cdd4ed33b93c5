import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '@nearhand/core/errors';
import type { RdoContext } from '../cli.ts';
import { control } from '../clients/openssh-master.ts';
import { isPlace } from '../clients/openssh-places.ts';
import { loadConfig, selectTarget, type Config } from '../config.ts';
import { keySpec, type DriverName } from '../keys.ts';
import { socketDir } from '../private-dir.ts';

interface TargetRow {
  readonly name: string;
  readonly driver: string;
  /** The host, machine, container, service, pod or instance. */
  readonly machine: string | null;
  readonly directory: string | null;
  readonly error: string | null;
}

interface ConnectionRow {
  readonly socket: string;
  readonly open: boolean;
}

/** What `--list --json` prints. */
export interface Listing {
  readonly version: 1;
  readonly config: string | null;
  readonly targets: readonly TargetRow[];
  readonly connections: readonly ConnectionRow[];
}

/** `--list`: the targets of the configuration, and the connections that are held open. */
export async function listCommand({ values, world }: RdoContext): Promise<number> {
  let config: Config | undefined;
  try {
    config = loadConfig(world);
  } catch (error) {
    // The connections are there without one.
    if (!hasCode(error, 'CONFIG_MISSING')) throw error;
  }
  const listing: Listing = {
    version: 1,
    config: config?.file ?? null,
    targets: config ? config.targets.map((name) => targetRow(config, name)) : [],
    connections: await connections(world.env),
  };
  if (values.json) {
    world.stdout.write(`${JSON.stringify(listing, null, 2)}\n`);
    return 0;
  }
  const rows = listing.targets.map(({ name, driver, machine, directory, error }) => [
    name,
    driver,
    machine ?? '-',
    error ?? directory ?? '-',
  ]);
  world.stdout.write(table(rows));
  const open = listing.connections.filter((row) => row.open);
  world.stdout.write(
    `${open.length} shared ${open.length === 1 ? 'connection' : 'connections'} open\n`,
  );
  return 0;
}

/** `--close`: ends every shared connection of this user. */
export async function closeCommand({ world, report }: RdoContext): Promise<number> {
  const all = await connections(world.env);
  for (const { socket, open } of all) {
    if (open)
      await control({ program: 'ssh' }, { socket, command: 'exit', io: { env: world.env } });
    rmSync(socket, { force: true });
  }
  const count = all.filter(({ open }) => open).length;
  report.note(`${count} shared ${count === 1 ? 'connection' : 'connections'} closed`);
  return 0;
}

async function connections(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly ConnectionRow[]> {
  const dir = socketDir(env);
  return Promise.all(
    readdirSync(dir)
      .filter((name) => !isPlace(name))
      .sort()
      .map(async (name) => {
        const socket = join(dir, name);
        const { code } = await control(
          { program: 'ssh' },
          { socket, command: 'check', io: { env } },
        );
        return { socket, open: code === 0 };
      }),
  );
}

function targetRow(config: Config, name: string): TargetRow {
  try {
    const { values } = selectTarget(config, { value: name, origin: { kind: 'default' } });
    const text = (key: Parameters<typeof values.get>[0]): string | null => {
      const value = values.get(key)?.value;
      return value === undefined ? null : String(value);
    };
    const keys = [
      'host',
      'machine',
      'name',
      'image',
      'service',
      'pod',
      'selector',
      'instance',
    ] as const;
    const driver = (text('driver') ?? 'vagrant') as DriverName;
    return {
      name,
      driver,
      machine:
        keys
          .filter((key) => keySpec(key).drivers?.includes(driver))
          .map(text)
          .find((value) => value !== null) ?? null,
      directory: text('directory'),
      error: null,
    };
  } catch (error) {
    return { name, driver: '?', machine: null, directory: null, error: (error as Error).message };
  }
}

/** Columns, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
