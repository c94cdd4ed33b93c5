import type { Readable } from 'node:stream';

/** Of messages, no more is kept. */
export const MESSAGE_BYTES = 65_536;

/** Takes what a stream gives, as Latin-1. */
export function collect(from: Readable, most = Infinity): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  from.on('data', (chunk: Buffer) => {
    if (length < most) chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('latin1');
}
