import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface RunResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  readonly stderrBytes: Buffer;
}

export interface RunFileOptions {
  readonly cwd?: string;
  /** The whole environment. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** What stdin gets before its end. Default: nothing, an end at once. */
  readonly input?: string | Uint8Array;
  readonly onStart?: (child: ChildProcess) => void;
  /** Killed (KILL) after so many milliseconds. Default: 60,000, for a machine that is slow and busy. */
  readonly timeout?: number;
}

/** Runs a program to its end, and gives back everything that it wrote. */
export function runFile(
  file: string,
  args: readonly string[],
  options: RunFileOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeout ?? 60_000,
      killSignal: 'SIGKILL',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // The program may end before it reads its input.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.once('spawn', () => options.onStart?.(child));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const stdoutBytes = Buffer.concat(out);
      const stderrBytes = Buffer.concat(err);
      resolve({
        code,
        signal,
        stdout: stdoutBytes.toString('utf8'),
        stderr: stderrBytes.toString('utf8'),
        stdoutBytes,
        stderrBytes,
      });
    });
  });
}

/** The file behind the command of the package that the tests stand in, as its manifest names it. */
export function binFile(name: string, from: string = process.cwd()): string {
  for (let dir = from; ; dir = dirname(dir)) {
    const manifestFile = join(dir, 'package.json');
    if (existsSync(manifestFile)) {
      const { bin } = JSON.parse(readFileSync(manifestFile, 'utf8')) as {
        bin?: Record<string, string>;
      };
      if (bin?.[name]) return join(dir, bin[name]);
    }
    if (dirname(dir) === dir) throw new Error(`no package here has a command called ${name}`);
  }
}

/** Runs the built command of the package that the tests stand in. */
export function runBin(
  name: string,
  args: readonly string[],
  options: RunFileOptions & { readonly node?: string } = {},
): Promise<RunResult> {
  return runFile(options.node ?? process.execPath, [binFile(name), ...args], options);
}
