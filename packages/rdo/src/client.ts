/**
 * What a client is: the thing that can run a program on the other machine and carry its streams.
 *
 * A client knows nothing about directories, markers, guards or exit records: `session.ts` builds
 * those on top, alike for OpenSSH, the built-in SSH client, Docker and the rest. So a client only has
 * to open channels, and to say in which phase it failed when it can't.
 */
import type { Readable, Writable } from 'node:stream';
import { ToolError } from '@nearhand/core/errors';

/** The steps of reaching the other machine, in order. An error of the transport names one. */
export type Phase = 'resolve' | 'connect' | 'host key' | 'auth' | 'exec';

/** The local side as a client may use it. Touch a stream only when a request says `inherit`. */
export interface ClientIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & TerminalInput;
  readonly stdout: Writable & TerminalOutput;
  readonly stderr: Writable;
  isTerminal(fd: 0 | 1 | 2): boolean;
  /** Ends the attempt to connect, and every channel. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether the three streams are the process's own descriptors 0, 1 and 2, so that a child process
   * may simply inherit them. False in the library, whose callers pass streams of their own.
   */
  readonly ownDescriptors: boolean;
}

export interface TerminalInput {
  readonly isTTY?: boolean | undefined;
  setRawMode?(on: boolean): unknown;
}

export interface TerminalOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** One program to run on the other machine. */
export interface ChannelRequest {
  /**
   * The program and its arguments. Every word is printable ASCII, without `'` and `!`, and with `\`
   * only before a digit, so that `loginShellLine(argv)` (remote/encode.ts) reads the same in every login shell.
   * A client that needs no shell (Docker) passes the words on as they are.
   */
  readonly argv: readonly string[];
  /**
   * `inherit`: the channel reads the client's `io.stdin` (a child process: descriptor 0) until its end,
   * with backpressure, and passes the end on. `pipe`: the caller writes to `channel.stdin`.
   * `none`: at its end from the start.
   */
  readonly stdin: 'inherit' | 'pipe' | 'none';
  /**
   * Allocate a terminal there. With it there is no separate stderr; the client puts the local
   * terminal into raw mode, follows its size, and restores it however the channel ends.
   */
  readonly tty: boolean;
  /**
   * What the channel is for: `command` carries the user's streams; `guard` watches over it, and must
   * outlive a Ctrl-C in the local terminal.
   */
  readonly role: 'command' | 'guard';
  /** A line that goes ahead of the command's stdin, only for `Client.guardComesLater`. */
  readonly firstLine?: string | undefined;
}

/** How a channel ended, as far as the transport can tell; `session.ts` knows better from its records. */
export type ChannelEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /**
   * The connection broke, or the channel could not be opened; `error.phase` is set. `retry`: the
   * command can't have started, and opening again may go well (a shared connection that was dead).
   * `maybeKilled`: looks the same as a command whose whole process group was ended by KILL.
   */
  | {
      readonly kind: 'lost';
      readonly error: ToolError;
      readonly retry?: boolean | undefined;
      readonly maybeKilled?: boolean | undefined;
    };

export interface Channel {
  /** Only for `stdin: 'pipe'`. Writing to it after its end gives an error event, never an exception. */
  readonly stdin: Writable | undefined;
  readonly stdout: Readable;
  /** Undefined with a terminal. */
  readonly stderr: Readable | undefined;
  /** Settles once, never rejects, after both streams have given all they had. */
  readonly ended: Promise<ChannelEnd>;
  /**
   * Tells the other side that nobody reads stdout any more, so that its writer gets SIGPIPE. Where a
   * client can't, rdo sends the signal itself and throws away what still comes.
   */
  closeStdout?(): void;
  /** Likewise for stderr. */
  closeStderr?(): void;
  /**
   * The command has told how it ended, behind the last of its output: the channel lets go at once. Where a
   * client has no such way, rdo waits a moment for the channel to close.
   */
  release?(): void;
  /** Gives the channel up at once (locally; the guard ends what runs there). */
  destroy(): void;
}

export interface Client {
  /** `openssh`, `builtin`, `docker` ...: for messages and `--explain`. */
  readonly name: string;
  /**
   * With a terminal, a command channel of this client owns the three descriptors itself (`docker exec -t`
   * takes nothing but a terminal): its `stdout` stays empty, and rdo's own messages come through the guard.
   */
  readonly ownsTerminal?: boolean | undefined;
  /**
   * A command without a terminal need not wait for its guard. This client promises that the guard, which is
   * opened just before the command, will start, whatever becomes of rdo, when it sends the request's `firstLine`.
   */
  readonly guardComesLater?: boolean | undefined;
  /**
   * Opens a channel, connecting first where that is needed. Several may be open at once, and `open`
   * may be called again before the first has connected: they share one connection.
   *
   * @throws ToolError with `phase` and a hint when the connection can't be made. A client that
   * learns of it only later settles `ended` with `lost`.
   */
  open(request: ChannelRequest): Promise<Channel>;
  /** Ends what this process holds. A connection that is shared with later runs stays. */
  close(): Promise<void>;
}

/** How to reach a machine over SSH: what the `ssh` and `vagrant` drivers hand to either SSH client. */
export interface SshTarget {
  /** A host name, an address, or a `Host` of ~/.ssh/config. */
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
  /** Private key files, in the order to try. Empty: what ~/.ssh/config, the agent and the defaults give. */
  readonly identityFiles: readonly string[];
  /**
   * Settings in ssh_config's words that come before those of ~/.ssh/config, from `vagrant ssh-config`:
   * HostName, StrictHostKeyChecking, UserKnownHostsFile, IdentitiesOnly, PasswordAuthentication ...
   */
  readonly options: Readonly<Record<string, string>>;
  /** Extra words for the OpenSSH command (`flags`), already split. The built-in client can't use them. */
  readonly flags: readonly string[];
  /** The OpenSSH program (`ssh`). */
  readonly program: string;
  /** Forward the agent. */
  readonly forwardAgent: boolean;
}

/** Makes a client for `target`. Both SSH clients are made by a function of this type. */
export type CreateSshClient = (target: SshTarget, io: ClientIo) => Client;

/** The error for a failure of the transport itself: exit 125, the phase, and what to do. */
export function transportError(
  phase: Phase,
  message: string,
  options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
): ToolError {
  return new ToolError(message, {
    code: `TRANSPORT_${phase.toUpperCase().replaceAll(' ', '_')}`,
    phase,
    exitCode: 125,
    hint: options.hint,
    cause: options.cause,
  });
}
