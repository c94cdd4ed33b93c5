import type { TerminalStream } from '@nearhand/core/report';
import type { Writable } from 'node:stream';
import { hrtime } from 'node:process';
import { showSize, showSpan } from '../units.ts';

/** How often the line is drawn, in milliseconds. */
const INTERVAL = 200;

/** Draws a line with bytes, rate and time until it is stopped; the line is then wiped. */
export function showProgress(stderr: TerminalStream<Writable>, bytes: () => number): () => void {
  const started = hrtime.bigint();
  let last = { bytes: 0, ms: 0 };
  const draw = (): void => {
    const ms = Number(hrtime.bigint() - started) / 1e6;
    const now = { bytes: bytes(), ms };
    const rate = ((now.bytes - last.bytes) / Math.max(now.ms - last.ms, 1)) * 1000;
    last = now;
    const line = `${showSize(now.bytes)}  ${showSize(Math.round(rate))}/s  ${showSpan(ms)}`;
    stderr.write(`\r${line.slice(0, (stderr.columns || 80) - 1)}\u001b[K`);
  };
  const timer = setInterval(draw, INTERVAL);
  timer.unref();
  return () => {
    clearInterval(timer);
    stderr.write('\r\u001b[K');
  };
}
