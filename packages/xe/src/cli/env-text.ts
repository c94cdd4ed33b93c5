import { toDisplay } from '@nearhand/core/quote';
import type { EnvDiff, Resolution } from '../types.ts';

/** The command as one line for sh, with the changes to the environment in front. */
export function planLine({ argv, envDiff }: Resolution): string {
  const unset = envDiff.unset.flatMap((name) => ['-u', name]);
  const set = Object.entries(envDiff.set).map(([name, value]) => `${name}=${value}`);
  if (unset.length === 0 && set.length === 0) return toDisplay(argv ?? []);
  return toDisplay(['env', ...unset, ...set, ...(argv ?? [])]);
}

/** The changes as text that the shell can evaluate. */
export function envText(diff: EnvDiff, shell: 'sh' | 'fish' | 'powershell'): string {
  const lines = [
    ...diff.unset.map((name) => UNSET[shell](name)),
    ...Object.entries(diff.set).map(([name, value]) => SET[shell](name, value)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const UNSET = {
  sh: (name: string) => `unset ${name}`,
  fish: (name: string) => `set -e ${name}`,
  powershell: (name: string) => `Remove-Item -ErrorAction Ignore Env:${name}`,
};

const SET = {
  sh: (name: string, value: string) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  // PATH is a list in fish; every other variable is one text.
  fish: (name: string, value: string) =>
    name === 'PATH'
      ? `set -gx PATH ${value.split(':').map(fishWord).join(' ')}`
      : `set -gx ${name} ${fishWord(value)}`,
  powershell: (name: string, value: string) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
};

const fishWord = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
