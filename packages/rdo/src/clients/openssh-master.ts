/**
 * The owner of a shared connection: an `ssh` in the background, with a socket in a folder of ours
 * (ControlMaster, ControlPersist).
 */
import { spawn } from 'node:child_process';
import { linkSync, rmSync } from 'node:fs';
import { transportError, type ClientIo, type SshTarget } from '../client.ts';
import { newNonce } from '../nonce.ts';
import { fasterCiphers } from './openssh-ciphers.ts';
import { explainFailure, noProgram } from './openssh-errors.ts';
import { sessionSettings } from './openssh-settings.ts';
import type { SharedConnection } from './openssh-shared.ts';
import { sshWords } from './openssh-words.ts';

/** A connection stays open for so long after its last use, in seconds. */
export const PERSIST_SECONDS = 600;

/**
 * Connects, and puts the connection into the background. Asks for passwords and unknown host keys on
 * the terminal, as ssh does.
 *
 * The socket is made under a name of its own and then linked to the common one: two runs that start at
 * once can't take each other's away, and ssh never finds a name taken (it would go on unshared).
 *
 * @throws ToolError with the phase that failed
 */
export async function openMaster(
  target: SshTarget,
  shared: SharedConnection | undefined,
  io: ClientIo,
): Promise<SharedConnection | undefined> {
  if (!shared) return undefined;
  const own = `${shared.socket}.${newNonce().slice(0, 8)}`;
  const resolved = await resolvedConfig(target, io);
  const ciphers = fasterCiphers(resolved);
  const { code, stderr, error } = await run(
    target.program,
    [
      ...(ciphers === undefined ? [] : ['-o', `Ciphers=${ciphers}`]),
      '-S',
      own,
      '-o',
      'ControlMaster=yes',
      '-o',
      `ControlPersist=${PERSIST_SECONDS}`,
      // A connection that went dead without a word is noticed, and with it ends what ran there. And its owner
      // wakes up: it puts off closing the sessions of a run that was killed until anything happens, when a
      // run that ended before had left them lower numbers (OpenSSH 9.2).
      '-o',
      'ServerAliveInterval=2',
      '-o',
      'ServerAliveCountMax=22',
      ...sshWords(target, { before: ['-N', '-f'], tty: false }),
    ],
    io,
  );
  if (error) throw noProgram(target.program, error);
  if (code !== 0) {
    if (io.signal?.aborted) throw transportError('connect', 'given up');
    throw explainFailure(stderr, { connected: false, target });
  }
  shared.remember(sessionSettings(resolved));
  try {
    linkSync(own, shared.socket);
    rmSync(own, { force: true });
    return shared;
  } catch {
    // Another run was faster: its connection serves us too.
    const exit = await control(target, { socket: own, command: 'exit', io });
    rmSync(own, { force: true });
    if (shared.exists()) return shared;
    throw transportError('connect', `cannot put the control socket in place: ${shared.socket}`, {
      hint: exit.stderr.trim(),
    });
  }
}

async function resolvedConfig(target: SshTarget, io: ClientIo): Promise<string> {
  const { stdout } = await run(
    target.program,
    ['-G', ...sshWords(target, { before: [], tty: false, plain: true })],
    io,
  );
  return stdout;
}

export interface ControlRequest {
  readonly socket: string;
  readonly command: 'check' | 'exit';
  readonly io: Pick<ClientIo, 'env' | 'signal'>;
}

/** Talks to the owner of a shared connection. */
export function control(
  target: Pick<SshTarget, 'program'>,
  { socket, command, io }: ControlRequest,
): Promise<Ran> {
  return run(target.program, ['-F', 'none', '-S', socket, '-O', command, 'x'], io);
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: NodeJS.ErrnoException;
}

function run(
  program: string,
  words: readonly string[],
  io: Pick<ClientIo, 'env' | 'signal'>,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      env: io.env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(io.signal ? { signal: io.signal, killSignal: 'SIGTERM' as const } : {}),
    });
    const chunks: Buffer[] = [];
    const out: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    const result = (code: number | null): Ran => ({
      code,
      stdout: Buffer.concat(out).toString('utf8'),
      stderr: Buffer.concat(chunks).toString('utf8'),
    });
    child.once('error', (error) => resolve({ ...result(null), error }));
    // What ssh left in the background may hold its stderr open, so its success is taken at the exit.
    child.once('exit', (code) => {
      if (code !== 0 || !words.includes('-f')) return;
      resolve(result(code));
      child.stderr?.destroy();
      child.stdout?.destroy();
    });
    child.once('close', (code) => resolve(result(code)));
  });
}
