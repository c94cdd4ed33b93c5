import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markerReader, markerStream } from '../src/markers.ts';

const mark = (text: string): Buffer => Buffer.from(`\u001erdo:0123abcd:${text}\u001f`);

/** What a stream gives when its bytes come in pieces of the given sizes. */
function split(bytes: Buffer, sizes: readonly number[]) {
  const seen = { data: [] as Buffer[], start: '', end: '', noise: '' };
  const stream = markerStream('0123abcd', {
    onData: (chunk) => seen.data.push(Buffer.from(chunk)),
    onStart: (text) => (seen.start = text),
    onEnd: (text) => (seen.end = text),
  });
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const size = Math.max(1, sizes[i % Math.max(1, sizes.length)] ?? 1);
    stream.write(bytes.subarray(at, at + size));
    at += size;
  }
  stream.end();
  return { ...seen, data: Buffer.concat(seen.data), noise: stream.noise().toString('latin1') };
}

describe('markerStream', () => {
  it('gives the bytes between the markers, wherever the pieces are cut', () => {
    const noisy = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
    // Pieces of a marker are what could be taken for one.
    const body = fc
      .array(
        fc.oneof(noisy, fc.constantFrom(mark('x').subarray(0, 9), Buffer.from('\u001erdo:0123ab'))),
        { maxLength: 6 },
      )
      .map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(
        noisy,
        body,
        noisy,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (before, data, after, sizes) => {
          const bytes = Buffer.concat([before, mark('start:12'), data, mark('exit:3'), after]);
          const seen = split(bytes, sizes);
          expect(seen.data.equals(data)).toBe(true);
          expect([seen.start, seen.end]).toEqual(['start:12', 'exit:3']);
          expect(Buffer.from(seen.noise, 'latin1').equals(before)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('holds nothing back that can no longer become a marker', () => {
    const seen: string[] = [];
    const stream = markerStream('0123abcd', {
      onData: (chunk) => seen.push(chunk.toString()),
      onStart() {},
      onEnd() {},
    });
    stream.write(mark('start'));
    stream.write(Buffer.from('progress 10%\r'));
    stream.write(Buffer.from('\u001erdo:9'));
    expect(seen.join('')).toBe('progress 10%\r\u001erdo:9');
  });

  it('ends at a failure', () => {
    expect(
      split(Buffer.concat([mark('fail:dir-missing:/x'), Buffer.from('rest')]), [7]),
    ).toMatchObject({
      start: 'fail:dir-missing:/x',
      data: Buffer.alloc(0),
    });
  });
});

describe('markerReader', () => {
  it('reads every message, and keeps the rest', () => {
    const texts: string[] = [];
    const reader = markerReader('0123abcd', (text) => texts.push(text));
    const bytes = Buffer.concat([
      Buffer.from('noise'),
      mark('armed:7'),
      mark('start:ü'),
      Buffer.from('!'),
    ]);
    for (const byte of bytes) reader.write(Buffer.from([byte]));
    expect(texts).toEqual(['armed:7', 'start:ü']);
    expect(reader.rest()).toBe('noise!');
  });
});
