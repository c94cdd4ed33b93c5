/** How single values of ssh_config(5) are read. */
import { isAbsolute, join } from 'node:path';
import { transportError, type ClientIo } from '../../client.ts';
import type { HostConfig } from './ssh-config.ts';

export function yes(config: HostConfig, key: string, fallback: boolean): boolean {
  const value = config.get(key)?.[0]?.toLowerCase();
  return value === undefined ? fallback : value === 'yes' || value === 'true';
}

export function numberOf(
  config: HostConfig,
  key: string,
  range: { least: number; most?: number },
): number | undefined {
  const text = config.get(key)?.[0];
  if (text === undefined || text.toLowerCase() === 'none') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.least || value > (range.most ?? Infinity)) {
    throw transportError('resolve', `${key} in the ssh configuration is no good number: ${text}`);
  }
  return value;
}

export function valueUnlessNone(value: string | undefined): string | undefined {
  return value?.toLowerCase() === 'none' ? undefined : value;
}

export function fileList(text: string): readonly string[] {
  const words = text.match(/"[^"]*"|\S+/g) ?? [];
  return words.map(unquote).filter((word) => word.toLowerCase() !== 'none');
}

export function unquote(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}

export function expand(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replaceAll(/%(.?)/g, (whole, letter: string) => {
    if (letter === '%') return '%';
    const value = tokens[letter];
    if (value === undefined) {
      throw transportError(
        'resolve',
        `the ssh configuration uses ${whole}, which the built-in SSH client can't expand (in "${text}")`,
      );
    }
    return value;
  });
}

export function expandEnv(text: string, env: ClientIo['env']): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const value = env[name];
    if (value === undefined) {
      throw transportError(
        'resolve',
        `the ssh configuration uses \${${name}}, which isn't set (in "${text}")`,
      );
    }
    return value;
  });
}

export function expandPath(text: string, home: string): string {
  if (text === '~' || text.startsWith('~/')) return join(home, text.slice(1));
  return isAbsolute(text) ? text : text;
}
