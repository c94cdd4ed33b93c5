import { runProgram, type Outcome } from '@nearhand/core/process';

/**
 * Runs a program on Windows. Node starts no `.cmd` or `.bat` without a shell, so those go through
 * cmd.exe with every argument escaped for both of its readings.
 */
export function runOnWindows(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  if (!/\.(?:cmd|bat)$/i.test(file)) return runProgram(file, args, { env });
  const shell = Object.entries(env).find(([name]) => name.toUpperCase() === 'COMSPEC')?.[1];
  return runProgram(shell ?? 'cmd.exe', cmdWords(file, args), {
    env,
    windowsVerbatimArguments: true,
  });
}

/** The words after `cmd.exe` that run a batch file with exactly these arguments. */
export function cmdWords(file: string, args: readonly string[]): readonly string[] {
  const line = [escapeMeta(file), ...args.map(escapeArgument)].join(' ');
  return ['/d', '/s', '/c', `"${line}"`];
}

// cmd reads `^` before its own signs; a batch file reads its arguments once more.
const escapeMeta = (text: string): string => text.replaceAll(/[()\][%!^"`<>&|;, *?]/g, '^$&');

function escapeArgument(argument: string): string {
  const quoted = `"${argument.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`;
  return escapeMeta(escapeMeta(quoted));
}
