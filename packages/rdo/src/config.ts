/**
 * `.rdo.conf`: found upward from the working directory, read into targets, every value with the place
 * that it came from.
 */
import { lstatSync, realpathSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import {
  didYouMean,
  findUp,
  readConfigText,
  unknownName,
  type Sourced,
} from '@nearhand/core/config';
import { ToolError } from '@nearhand/core/errors';
import { parseIni, type IniEntry } from './ini.ts';
import { KEYS, keySpec, type DriverName, type Key } from './keys.ts';
import { parseValue, type SettingValue } from './values.ts';
import { ownUid } from './private-dir.ts';

export const CONFIG_NAME = '.rdo.conf';

export interface Config {
  readonly file: string;
  /** The folder of the file, with symbolic links resolved: the local root. */
  readonly root: string;
  readonly text: string;
  /** The names of all targets, `default` first. */
  readonly targets: readonly string[];
  readonly entries: readonly IniEntry[];
}

/** The settings of one target: typed values by key. */
export interface Settings {
  readonly target: string;
  readonly config: Config;
  readonly values: ReadonlyMap<Key, Sourced<SettingValue>>;
}

export interface ConfigWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * Finds and reads the configuration.
 *
 * @throws ToolError `CONFIG_MISSING` (it says where was searched), `CONFIG_OWNER`, and those of the text
 */
export function loadConfig(world: ConfigWorld, from: string = world.cwd): Config {
  const found = findUp(CONFIG_NAME, from);
  if (found.kind === 'missing') throw missingConfig(found.searched);
  checkOwner(found.file);
  return readConfig(found.file, readConfigText(found.file), realpathSync(found.folder));
}

export function readConfig(file: string, text: string, root: string): Config {
  const { entries, sections } = parseIni(text, file);
  for (const entry of entries) {
    if (!Object.hasOwn(KEYS, entry.key)) {
      throw unknownName('key', entry.key, { known: Object.keys(KEYS), place: entry.keyPlace });
    }
  }
  const seen = new Map<string, IniEntry>();
  for (const entry of entries) {
    const id = `${entry.section}\0${entry.key}`;
    const before = seen.get(id);
    if (before) {
      throw new ToolError(`the key ${entry.key} is set twice in [${entry.section}]`, {
        code: 'CONFIG_TWICE',
        place: entry.keyPlace,
        hint: `The first one is in line ${before.keyPlace.line}.`,
      });
    }
    seen.set(id, entry);
  }
  const targets = [...new Set(['default', ...sections.map(({ name }) => name)])];
  return { file, root, text, targets, entries };
}

/** The settings of the chosen target: its own keys over those of `default`. */
export function selectTarget(
  config: Config,
  chosen: Sourced<string> = { value: 'default', origin: { kind: 'default' } },
): Settings {
  if (!config.targets.includes(chosen.value)) {
    const where = chosen.origin.kind === 'env' ? ` (from $${chosen.origin.variable})` : '';
    throw new ToolError(`no target ${JSON.stringify(chosen.value)} in ${config.file}${where}`, {
      code: 'CONFIG_UNKNOWN_TARGET',
      hint: didYouMean(chosen.value, config.targets) ?? `It has: ${config.targets.join(', ')}.`,
    });
  }
  const values = new Map<Key, Sourced<SettingValue>>();
  for (const section of new Set(['default', chosen.value])) {
    for (const entry of config.entries) {
      if (entry.section !== section) continue;
      const key = entry.key as Key;
      values.set(key, {
        value: parseValue(keySpec(key), entry),
        origin: { kind: 'file', ...entry.valuePlace },
      });
    }
  }
  const settings = { target: chosen.value, config, values };
  checkKeysFit(settings);
  return settings;
}

/** A key that the driver doesn't read would be ignored in silence, so it is an error in the same target. */
function checkKeysFit({ values, config, target }: Settings): void {
  const driver = (values.get('driver')?.value ?? 'vagrant') as DriverName;
  for (const [key, { origin }] of values) {
    const drivers = keySpec(key).drivers;
    if (!drivers || drivers.includes(driver) || origin.kind !== 'file') continue;
    // A target may override the driver, and then the keys of `default` for the other one don't count.
    const driverPlace = values.get('driver')?.origin;
    const inherited =
      target !== 'default' &&
      driverPlace?.kind === 'file' &&
      config.entries.some((e) => e.section === 'default' && e.keyPlace.line === origin.line);
    if (inherited) continue;
    throw new ToolError(`the key ${key} means nothing to the driver ${driver}`, {
      code: 'CONFIG_KEY_OF_OTHER_DRIVER',
      place: { file: origin.file, line: origin.line, column: 1 },
      hint: `It belongs to: ${drivers.join(', ')}. Is \`driver = ${drivers[0]}\` missing?`,
    });
  }
}

function checkOwner(file: string): void {
  if (platform() === 'win32') return;
  const { uid } = lstatSync(file);
  const own = ownUid();
  if (uid === own || uid === 0) return;
  throw new ToolError(`${file} belongs to another user, so it is not read`, {
    code: 'CONFIG_OWNER',
    hint: 'Someone else could make rdo run anything. Copy the file, or change its owner.',
  });
}

function missingConfig(searched: readonly string[]): ToolError {
  const [first = '.'] = searched;
  return new ToolError(`no ${CONFIG_NAME} in ${searched.join(', ')}`, {
    code: 'CONFIG_MISSING',
    hint: [
      `Make one in the project's top folder (rdo --init), such as ${join(first, CONFIG_NAME)}:`,
      '  driver = ssh',
      '  host = dev.example.org',
      '  directory = /srv/project',
    ].join('\n'),
  });
}
