import type { Sourced } from '@nearhand/core/config';
import type { Untrusted } from './types.ts';
import type { Settings, Xerc } from './xerc/settings.ts';

/**
 * Lets a key of `.xerc` take effect that runs something or reaches outside the project, if the user
 * trusts the file that it stands in; else keeps it back and remembers it.
 */
export interface Gate {
  allows(sourced: Sourced<unknown>, key: string, effect: string): boolean;
  readonly refused: readonly Untrusted[];
}

export function trustGate(
  xercs: readonly Xerc[],
  isTrusted: (file: string, text: string) => boolean,
): Gate {
  const refused: Untrusted[] = [];
  const verdicts = new Map<string, boolean>();
  return {
    refused,
    allows({ origin }, key, effect) {
      if (origin.kind !== 'file') return true;
      const xerc = xercs.find((one) => one.file === origin.file);
      if (!xerc) return false;
      const trusted = verdicts.get(xerc.file) ?? isTrusted(xerc.file, xerc.text);
      verdicts.set(xerc.file, trusted);
      if (!trusted) {
        const { file, line, column } = origin;
        refused.push({ file, line, column, key, effect });
      }
      return trusted;
    },
  };
}

/** The settings without those that would reach outside the project or set variables untrusted. */
export function gateSettings(
  settings: Settings,
  gate: Gate,
  isInside: (path: string) => boolean,
): Settings {
  const { venv } = settings;
  const env = Object.entries(settings.env);
  const allowedFiles = new Map<string, boolean>();
  // One message for a file's whole `env`, and not one for each variable.
  for (const [, value] of env) {
    if (value.origin.kind !== 'file' || allowedFiles.has(value.origin.file)) continue;
    const { file } = value.origin;
    const names = env
      .filter(([, other]) => other.origin.kind === 'file' && other.origin.file === file)
      .map(([name]) => name);
    allowedFiles.set(file, gate.allows(value, 'env', `sets ${names.join(', ')}`));
  }
  return {
    ...settings,
    venv:
      venv === undefined ||
      isInside(venv.value) ||
      gate.allows(venv, 'VENV', `uses an environment outside the project: ${venv.value}`)
        ? venv
        : undefined,
    path: settings.path.filter(
      (folder) =>
        isInside(folder.value) ||
        gate.allows(folder, 'path', `adds a folder outside the project: ${folder.value}`),
    ),
    env: Object.fromEntries(
      env.filter(
        ([, { origin }]) => origin.kind !== 'file' || allowedFiles.get(origin.file) === true,
      ),
    ),
  };
}
