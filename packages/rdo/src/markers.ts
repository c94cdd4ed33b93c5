/**
 * Cuts the command's own bytes out of a stream: what a login shell printed before the command, and
 * what comes after its end, belongs to nobody.
 *
 * run.sh writes RS `rdo:NONCE:TEXT` US around the command. The nonce is new for each run, so no
 * output can hold a marker by accident; between the markers every byte passes unchanged.
 */

/** Keeps at most this much of what came before the command, for the error message. */
const NOISE_KEPT = 16_384;
/** A marker's text is short, but it may hold a directory. */
const LONGEST_TEXT = 8192;

export interface MarkerEvents {
  /** Bytes of the command. Not called after `onEnd`. */
  readonly onData: (chunk: Buffer) => void;
  /** The first marker: `start`, `start:PGID` or `fail:...`. */
  readonly onStart: (text: string) => void;
  /** The second one: `exit:N` or `signal:NAME`. */
  readonly onEnd: (text: string) => void;
}

export interface MarkerStream {
  write(chunk: Buffer): void;
  /** The stream is over: gives out what was held back in case it was the start of a marker. */
  end(): void;
  /** What came before the first marker. */
  noise(): Buffer;
}

export function markerStream(nonce: string, events: MarkerEvents): MarkerStream {
  const head = Buffer.from(`\u001erdo:${nonce}:`, 'latin1');
  let state: 'noise' | 'command' | 'over' = 'noise';
  let held: Buffer = Buffer.alloc(0);
  let before: Buffer[] = [];
  let beforeLength = 0;

  const keepNoise = (chunk: Buffer): void => {
    if (chunk.length === 0 || beforeLength >= NOISE_KEPT) return;
    before.push(Buffer.from(chunk.subarray(0, NOISE_KEPT - beforeLength)));
    beforeLength += chunk.length;
  };
  const give = (chunk: Buffer): void => {
    if (chunk.length === 0) return;
    if (state === 'noise') keepNoise(chunk);
    else if (state === 'command') events.onData(chunk);
  };

  return {
    write(incoming) {
      let chunk = held.length > 0 ? Buffer.concat([held, incoming]) : incoming;
      held = Buffer.alloc(0);
      while (chunk.length > 0 && state !== 'over') {
        const at = chunk.indexOf(head);
        if (at === -1) {
          const keep = partialHead(chunk, head);
          give(chunk.subarray(0, chunk.length - keep));
          held = chunk.subarray(chunk.length - keep);
          return;
        }
        const close = chunk.indexOf(0x1f, at + head.length);
        if (close === -1 && chunk.length - at < LONGEST_TEXT) {
          give(chunk.subarray(0, at));
          held = chunk.subarray(at);
          return;
        }
        give(chunk.subarray(0, at));
        const text = chunk.toString('utf8', at + head.length, close === -1 ? undefined : close);
        chunk = close === -1 ? Buffer.alloc(0) : chunk.subarray(close + 1);
        if (state === 'noise') {
          state = text.startsWith('fail:') ? 'over' : 'command';
          events.onStart(text);
        } else {
          state = 'over';
          events.onEnd(text);
        }
      }
    },
    end() {
      give(held);
      held = Buffer.alloc(0);
    },
    noise: () => Buffer.concat(before),
  };
}

/** How many bytes at the end of `chunk` could be the start of `head`. */
function partialHead(chunk: Buffer, head: Buffer): number {
  const from = Math.max(0, chunk.length - head.length + 1);
  for (let at = chunk.indexOf(0x1e, from); at !== -1; at = chunk.indexOf(0x1e, at + 1)) {
    if (chunk.subarray(at).equals(head.subarray(0, chunk.length - at))) return chunk.length - at;
  }
  return 0;
}

/** Calls `onText` for every marker in a stream that holds little else, such as the guard's. */
export function markerReader(
  nonce: string,
  onText: (text: string) => void,
): { write(chunk: Buffer): void; rest(): string } {
  const head = `\u001erdo:${nonce}:`;
  let text = '';
  return {
    write(chunk) {
      text = (text + chunk.toString('latin1')).slice(-NOISE_KEPT);
      for (;;) {
        const at = text.indexOf(head);
        const close = at === -1 ? -1 : text.indexOf('\u001f', at);
        if (close === -1) return;
        const found = Buffer.from(text.slice(at + head.length, close), 'latin1').toString('utf8');
        text = text.slice(0, at) + text.slice(close + 1);
        onText(found);
      }
    },
    rest: () => Buffer.from(text, 'latin1').toString('utf8'),
  };
}
