import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { frameReader } from '../../../src/clients/engine/frames.ts';

function frame(stream: number, bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

it('gives each stream its bytes, however the frames are cut', () => {
  const frames = fc.array(
    fc.record({ stream: fc.constantFrom(1, 2, 3), bytes: fc.uint8Array({ maxLength: 40 }) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(frames, fc.array(fc.nat(30), { maxLength: 60 }), (list, cuts) => {
      const given = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      const reader = frameReader((stream, bytes) => given[stream].push(Buffer.from(bytes)));
      let rest = Buffer.concat(list.map(({ stream, bytes }) => frame(stream, bytes)));
      for (const cut of cuts) {
        reader.write(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      reader.write(rest);
      const expected = (stderr: boolean): Buffer =>
        Buffer.concat(
          list.filter(({ stream }) => (stream !== 1) === stderr).map(({ bytes }) => bytes),
        );
      expect(Buffer.concat(given.stdout).equals(expected(false))).toBe(true);
      expect(Buffer.concat(given.stderr).equals(expected(true))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
