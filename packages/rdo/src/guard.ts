import type { Channel } from './client.ts';
import { withGrace } from './grace.ts';
import { markerReader } from './markers.ts';

/** The channel that watches over a command; see remote/guard.sh. */
export interface Guard {
  /**
   * False when the command hasn't started, or the guard is gone. The two channels are not in step: a
   * signal for a command that has started waits until the guard has told that it knows it.
   */
  send(signal: NodeJS.Signals, started: boolean): boolean;
  /** The command has ended by itself: nothing is to be killed. */
  done(): void;
  /** Lets go without a word, which ends the command. */
  release(): void;
  noise(): string;
  /** Whether the guard ended as well, within a moment: then the connection is gone. */
  lost(): Promise<boolean>;
  /** Waits for the last words of a guard that gave up. */
  failed(): Promise<void>;
  /** Messages of run.sh that come through the guard. */
  onRecord(listener: (text: string) => void): void;
  /** Waits for what is on its way, half a second at most. */
  settled(condition: () => boolean): Promise<void>;
}

export interface GuardOptions {
  readonly nonce: string;
  /** The first line of its stdin: text for run.sh. */
  readonly handOver: string | undefined;
  /** Opens its channel once more, when the first one was refused: the command waits for it meanwhile. */
  readonly reopen: () => Promise<Channel>;
}

export function holdGuard(first: Channel, { nonce, handOver, reopen }: GuardOptions): Guard {
  let channel = first;
  let armed = false;
  let over = false;
  let released = false;
  let reopened = false;
  const waiting: NodeJS.Signals[] = [];
  const stderr: Buffer[] = [];
  const records: string[] = [];
  let onRecord: (text: string) => void = (text) => records.push(text);
  let setEnded!: (value: true) => void;
  const ended = new Promise<true>((resolve) => (setEnded = resolve));

  const tell = (signal: NodeJS.Signals): void => {
    channel.stdin?.write(`${signal.slice(3)}\n`);
  };
  const markers = markerReader(nonce, (text) => {
    if (text.startsWith('armed:')) {
      armed = true;
      for (const signal of waiting.splice(0)) tell(signal);
    } else onRecord(text);
  });
  const finish = (): void => {
    over = true;
    setEnded(true);
  };
  const attach = (): void => {
    channel.stdin?.on('error', () => {});
    channel.stdout.on('data', (chunk: Buffer) => markers.write(chunk));
    channel.stderr?.on('data', (chunk: Buffer) => {
      if (stderr.length < 64) stderr.push(chunk);
    });
    if (handOver !== undefined) channel.stdin?.write(`${handOver}\n`);
    void channel.ended.then((end) => {
      if (end.kind !== 'lost' || end.retry !== true || armed || released || reopened) {
        finish();
        return;
      }
      reopened = true;
      reopen().then((next) => {
        channel = next;
        attach();
        // Let go of meanwhile: the new one must end, too.
        if (released) channel.stdin?.end();
      }, finish);
    });
  };
  attach();

  return {
    send(signal, started) {
      if (over || !(armed || started)) return false;
      if (armed) tell(signal);
      else waiting.push(signal);
      return true;
    },
    done() {
      released = true;
      channel.stdin?.end('done\n');
    },
    release() {
      released = true;
      channel.stdin?.end();
    },
    noise: () => markers.rest() + Buffer.concat(stderr).toString('utf8'),
    lost: () => withGrace<boolean>(ended, { milliseconds: 300, otherwise: false }),
    async failed() {
      await withGrace<boolean>(ended, { milliseconds: 1000, otherwise: false });
    },
    onRecord(listener) {
      onRecord = listener;
      for (const text of records.splice(0)) listener(text);
    },
    async settled(condition) {
      for (let i = 0; i < 50 && !condition(); i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}
