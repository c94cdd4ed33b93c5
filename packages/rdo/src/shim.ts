/**
 * Shims: small programs in `.rdo/bin` that an IDE takes for local ones. Each runs the program of its own
 * name there, with paths translated both ways.
 */
import { toShell } from '@nearhand/core/quote';
import { ToolError } from '@nearhand/core/errors';

export interface ShimFile {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

/** The variable that a shim sets: the shim's own name, so that it can't call itself in a loop. */
export const LOOP_VARIABLE = 'RDO_SHIM';

export interface ShimOptions {
  /** How to start rdo: an absolute path, so that an IDE's short PATH will do. */
  readonly rdo: readonly string[];
  /** The target that the shims use; none: the default, or $RDO_ENV. */
  readonly target?: string | undefined;
}

/**
 * The files for the program `name`: one for POSIX, one for Windows.
 *
 * @throws ToolError `SHIM_NAME` for a name that is no plain file name
 */
export function shimFiles(name: string, { rdo, target }: ShimOptions): readonly ShimFile[] {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(name)) {
    throw new ToolError(`${JSON.stringify(name)} is no name for a program`, {
      code: 'SHIM_NAME',
      exitCode: 125,
      hint: 'A shim is a file of that name: rdo --shim python php',
    });
  }
  const chosen = target === undefined ? [] : ['--target', target];
  const command = toShell([...rdo, ...chosen, '--as-shim']);
  const posix = [
    '#!/bin/sh',
    `# Written by \`rdo --shim ${name}\`: runs ${name} on the project's machine.`,
    `if [ "\${${LOOP_VARIABLE}-}" = ${name} ]; then`,
    `  echo "rdo: the shim ${name} was called by itself: ${name} is not installed there" >&2`,
    '  exit 127',
    'fi',
    `export ${LOOP_VARIABLE}=${name}`,
    `exec ${command} "$0" ${name} "$@"`,
    '',
  ].join('\n');
  const words = [...rdo, ...chosen, '--as-shim'].map((word) => `"${word}"`);
  const windows = [
    '@echo off',
    `if "%${LOOP_VARIABLE}%"=="${name}" exit /b 127`,
    `set "${LOOP_VARIABLE}=${name}"`,
    `${words.join(' ')} "%~f0" "${name}" %*`,
    '',
  ].join('\r\n');
  return [
    { name, text: posix, mode: 0o755 },
    { name: `${name}.cmd`, text: windows, mode: 0o644 },
  ];
}
