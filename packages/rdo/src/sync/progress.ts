import type { Writable } from 'node:stream';

/** A line on the terminal that is written over, and gone at the end. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** What takes less than this needs no words, in milliseconds. */
const QUIET_MS = 400;

/** @param to - a terminal */
export function statusLine(to: Writable & { readonly columns?: number | undefined }): StatusLine {
  const began = Date.now();
  let visible = false;
  return {
    show(text) {
      if (Date.now() - began < QUIET_MS) return;
      visible = true;
      to.write(`\r${text.slice(0, (to.columns ?? 80) - 1)}\u001b[K`);
    },
    clear() {
      if (visible) to.write('\r\u001b[K');
      visible = false;
    },
  };
}

/** Of the output of `rsync --info=progress2`: `12,345,678  45%  8.10MB/s  0:00:03`. */
export function progressOf(text: string): string | undefined {
  const found = [...text.matchAll(/([\d,.]+[KMGT]?)\s+(\d+%)\s+(\S+\/s)/g)].at(-1);
  return found && `${found[2]}, ${found[3]}`;
}
