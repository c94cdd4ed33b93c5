/**
 * One command on the other machine, over any client: two channels, one for the command and one for
 * the guard that passes signals on and leaves no orphan. What the scripts of `remote/` say in their
 * markers becomes an {@link Outcome}.
 */
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { ToolError, isToolError } from '@nearhand/core/errors';
import type { Outcome } from '@nearhand/core/process';
import { transportError, type Channel, type Client } from './client.ts';
import { withGrace } from './grace.ts';
import { holdGuard, type Guard } from './guard.ts';
import { markerStream, type MarkerStream } from './markers.ts';
import type { TextMapper } from './map-text.ts';
import { newNonce } from './nonce.ts';
import { prepareGuard, prepareRun } from './remote/scripts.ts';
import { remoteFailure, neverStarted } from './session-errors.ts';
import { brokenOff, outcomeOf, outputFailure } from './session-end.ts';
import { sendTo } from './sink.ts';

/** What to run, in the terms of the other machine. */
export interface SessionRequest {
  /** Empty: a login shell. */
  readonly argv: readonly Uint8Array[];
  readonly directory: Uint8Array;
  readonly environment: readonly (readonly [name: string, value: Uint8Array])[];
  readonly tty: boolean;
  readonly stdin: 'inherit' | 'pipe' | 'none';
  /** Let the command live on when rdo dies. */
  readonly detach: boolean;
  /** Words before `sh` in both channels, such as `sudo -n --`. */
  readonly wrap: readonly string[];
}

export interface SessionIo {
  /** The command's output goes here. Asked for when there is some. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Changes what a stream gives on its way to here, such as the paths in it. */
  readonly mapperFor?:
    | ((stream: 'stdout' | 'stderr', give: (chunk: Buffer) => void) => TextMapper | undefined)
    | undefined;
  /** Called with what a login shell said before the command, if anything. */
  readonly onNoise?: ((text: Buffer) => void) | undefined;
  /** For `stdin: 'pipe'`: called with the command's stdin as soon as the channel is open. */
  readonly onStdin?: ((stdin: Writable) => void) | undefined;
}

export interface Session {
  /** Settles when the command has ended and all its output has been written. Never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Whether the command began, or the other machine said why it can't: to run it again may do it twice. */
  started(): boolean;
  /** Sends a signal to the command's process group; before the start, gives the run up. */
  signal(name: NodeJS.Signals): void;
  /** Gives the run up: the guard ends the command. */
  abort(): void;
}

/** Waits so long for a channel to close by itself after the command ended. A background child may hold it open. */
const CLOSE_GRACE_MS = 150;

export function startSession(client: Client, request: SessionRequest, io: SessionIo): Session {
  const nonce = newNonce();
  const recordsByGuard = request.tty && client.ownsTerminal === true;
  const late = client.guardComesLater === true && !request.tty;
  const run = prepareRun(
    { nonce, ...request, recordsByGuard, guarded: !request.detach, late },
    request.environment,
  );
  const handsOver = run.handOver !== undefined && !late;
  const needsGuard = !request.detach || handsOver || recordsByGuard;

  let guard: Guard | undefined;
  let command: Channel | undefined;
  let aborted: NodeJS.Signals | 'abort' | undefined;
  let started = false;
  let wake: (() => void) | undefined;
  let unwritten: ToolError | undefined;

  const attempt = async (): Promise<Outcome> => {
    // The guard goes first: run.sh waits for it, and it must be there even if we are killed right now.
    const openGuard = (): Promise<Channel> =>
      client.open({
        argv: [
          ...request.wrap,
          ...prepareGuard({ nonce, handsOver, kills: !request.detach, late }),
        ],
        stdin: 'pipe',
        tty: false,
        role: 'guard',
      });
    const [guardChannel, commandChannel] = await both(
      needsGuard ? openGuard() : undefined,
      openCommand(),
    );
    command = commandChannel;
    if (guardChannel) {
      const handOver = late ? undefined : run.handOver;
      const options = { nonce, handOver, reopen: openGuard };
      guard = holdGuard(guardChannel, options);
    }
    if (aborted !== undefined) return giveUp();
    const outcome = await follow(command);
    if (outcome !== 'refused') return outcome;
    // The guard, which may have been refused as well, comes back by itself.
    command = await openCommand();
    const second = await follow(command);
    if (second !== 'refused') return second;
    guard?.release();
    const error = transportError('exec', 'the connection was refused twice');
    return { kind: 'not-started', error };
  };

  const openCommand = async (): Promise<Channel> => {
    const channel = await client.open({
      argv: [...request.wrap, ...run.argv],
      stdin: request.stdin,
      tty: request.tty,
      role: 'command',
      firstLine: late ? (run.handOver ?? '') : undefined,
    });
    if (channel.stdin && aborted === undefined) io.onStdin?.(channel.stdin);
    return channel;
  };

  const giveUp = (): Outcome => {
    guard?.release();
    command?.destroy();
    return aborted === undefined || aborted === 'abort'
      ? { kind: 'not-started', error: new ToolError('aborted', { code: 'ABORTED', exitCode: 125 }) }
      : { kind: 'signal', signal: aborted };
  };

  const follow = async (channel: Channel): Promise<Outcome | 'refused'> => {
    let startText: string | undefined;
    const ends: (string | undefined)[] = [undefined, undefined];
    let finished!: () => void;
    const done = new Promise<void>((resolve) => (finished = resolve));
    const streams: MarkerStream[] = [];
    const mappers: TextMapper[] = [];
    const sinks = [
      { from: channel.stdout, to: () => io.stdout },
      ...(channel.stderr ? [{ from: channel.stderr, to: () => io.stderr }] : []),
    ].map(({ from, to }, index) => {
      const sink = sendTo(to, from, (reason) => {
        unwritten ??= outputFailure(index === 0 ? 'stdout' : 'stderr', reason);
        if (index === 0 && channel.closeStdout) channel.closeStdout();
        else if (index === 1 && channel.closeStderr) channel.closeStderr();
        else guard?.send('SIGPIPE', true);
      });
      const mapper = io.mapperFor?.(index === 0 ? 'stdout' : 'stderr', sink.write);
      if (mapper) mappers.push(mapper);
      const stream = markerStream(nonce, {
        onData: mapper ? (chunk) => mapper.write(chunk) : sink.write,
        onStart(text) {
          if (index === 0) startText = text;
          started = true;
          const noise = stream.noise();
          if (noise.length > 0) io.onNoise?.(noise);
          if (text.startsWith('fail:')) finished();
        },
        onEnd(text) {
          ends[index] = text;
          if (ends[0] !== undefined && (!channel.stderr || ends[1] !== undefined)) finished();
        },
      });
      streams.push(stream);
      from.on('data', (chunk: Buffer) => stream.write(chunk));
      from.once('end', () => stream.end());
      return sink;
    });
    if (recordsByGuard) {
      guard?.onRecord((text) => {
        if (startText === undefined) {
          startText = text;
          started = true;
          if (text.startsWith('fail:')) finished();
        } else {
          ends[0] = text;
        }
      });
    }
    const channelEnd = channel.ended.then(async (end) => {
      // The last record may be a moment behind, on the other channel.
      if (recordsByGuard && ends[0] === undefined)
        await guard?.settled(() => ends[0] !== undefined);
      finished();
      return end;
    });
    wake = finished;
    await done;
    for (const stream of streams) if (aborted === undefined) stream.end();
    for (const mapper of mappers) mapper.flush();
    await Promise.all(sinks.map((sink) => sink.flushed()));

    const record = ends[0] ?? ends[1];
    const ended = startText?.startsWith('fail:') || record !== undefined;
    if (ended) {
      guard?.done();
      channel.release?.();
    }
    // A channel that is still open reads our stdin: it must be gone before the next program reads it.
    const end = ended
      ? await withGrace(channelEnd, { milliseconds: CLOSE_GRACE_MS, late: () => channel.destroy() })
      : await channelEnd;
    if (startText?.startsWith('fail:')) {
      if (startText === 'fail:guard' && guard) await guard.failed();
      return { kind: 'not-started', error: remoteFailure(startText, request, guard?.noise()) };
    }
    if (record !== undefined) return outcomeOf(record);
    if (aborted !== undefined) return giveUp();
    if (startText === undefined && end.kind === 'lost' && end.retry === true) return 'refused';
    const lostGuard = await guard?.lost();
    guard?.release();
    if (startText === undefined) {
      const said = { streams, guardSaid: guard?.noise(), sudo: request.wrap.length > 0 };
      return { kind: 'not-started', error: neverStarted(end, said) };
    }
    // OpenSSH gives us nothing more once the reader of stdout is gone, except for the exit status.
    if (end.kind === 'exit' && sinks.some((sink) => sink.closed())) {
      return end.code === 128 + constants.signals.SIGPIPE
        ? { kind: 'signal', signal: 'SIGPIPE' }
        : { kind: 'exit', code: end.code };
    }
    return brokenOff(end, needsGuard ? lostGuard !== true : false);
  };

  const outcome = (async (): Promise<Outcome> => {
    try {
      const outcome = await attempt();
      return unwritten ? { kind: 'not-started', error: unwritten } : outcome;
    } catch (error) {
      guard?.release();
      command?.destroy();
      if (aborted !== undefined && aborted !== 'abort') return { kind: 'signal', signal: aborted };
      if (!isToolError(error)) throw error;
      return { kind: 'not-started', error };
    }
  })();

  return {
    outcome,
    started: () => started,
    signal(name) {
      if (guard?.send(name, started)) return;
      aborted ??= name;
      command?.destroy();
      guard?.release();
      wake?.();
    },
    abort() {
      aborted ??= 'abort';
      guard?.release();
      command?.destroy();
      wake?.();
    },
  };
}

/** Opens both or neither. */
async function both(
  guard: Promise<Channel> | undefined,
  command: Promise<Channel>,
): Promise<[Channel | undefined, Channel]> {
  const results = await Promise.allSettled([Promise.resolve(guard), command] as const);
  const [first, second] = results;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') {
    return [first.value, second.value];
  }
  for (const result of results) {
    if (result.status === 'fulfilled') result.value?.destroy();
  }
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}
