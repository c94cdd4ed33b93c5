import { spawn } from 'node:child_process';
import { toDisplay } from '@nearhand/core/quote';
import { ToolError } from '@nearhand/core/errors';
import { transportError, type ClientIo } from '../client.ts';

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CaptureOptions {
  readonly io: Pick<ClientIo, 'env' | 'cwd' | 'signal'>;
  readonly cwd?: string;
  /** Given all that the program says, as it says it; a failure is then an error. */
  readonly progress?: (text: string) => void;
}

/**
 * Runs a program of this machine and takes what it says.
 *
 * @throws ToolError when it can't be run, or when it fails while its progress is shown
 */
export function capture(argv: readonly string[], options: CaptureOptions): Promise<Captured> {
  const [program = '', ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: options.io.env as NodeJS.ProcessEnv,
      cwd: options.cwd ?? options.io.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.io.signal ? { signal: options.io.signal } : {}),
    });
    const out: string[] = [];
    const err: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.push(text);
      options.progress?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err.push(text);
      options.progress?.(text);
    });
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const missing = cause.code === 'ENOENT';
      reject(
        transportError(
          'resolve',
          `${program}: ${missing ? 'no such program here' : cause.message}`,
          {
            cause,
            hint: missing ? `Install ${program}, or choose another driver.` : undefined,
          },
        ),
      );
    });
    child.once('close', (code) => {
      if (options.progress && code !== 0) {
        reject(transportError('resolve', `${toDisplay(argv)} failed (exit status ${code})`));
      } else {
        resolve({ code: code ?? 1, stdout: out.join(''), stderr: err.join('') });
      }
    });
  });
}

/** The error for a machine that is there and doesn't run. */
export function machineDown(message: string, command: readonly string[]): ToolError {
  return new ToolError(message, {
    code: 'MACHINE_DOWN',
    phase: 'resolve',
    exitCode: 125,
    hint: `Start it: ${toDisplay(command)}   (or set \`auto_up = true\`)`,
  });
}
