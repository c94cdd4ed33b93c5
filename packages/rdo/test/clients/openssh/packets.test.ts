import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DATA,
  REQUEST,
  dataHead,
  message,
  packetReader,
} from '../../../src/clients/mux-packets.ts';

describe('packets of the connection protocol', () => {
  it('have their length, no padding, and fields as RFC 4251 writes them', () => {
    expect(Buffer.from(message(REQUEST, 7, 'env', false, 'é'), 'latin1')).toEqual(
      Buffer.from(
        `00000014 00 62 00000007 00000003 656e76 00 00000002 c3a9`.replaceAll(' ', ''),
        'hex',
      ),
    );
    expect(Buffer.from(dataHead(1, 258), 'latin1').toString('hex')).toBe(
      '0000010c005e0000000100000102',
    );
  });

  it('are found in any chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (bodies, sizes) => {
          const stream = Buffer.concat(
            bodies.map((body) =>
              Buffer.concat([Buffer.from(dataHead(3, body.length), 'latin1'), body]),
            ),
          );
          const found: Buffer[] = [];
          const read = packetReader((packet) => found.push(Buffer.from(packet)));
          for (let at = 0, i = 0; at < stream.length; i += 1) {
            const size = sizes[i % sizes.length]!;
            expect(read(stream.subarray(at, at + size))).toBe(true);
            at += size;
          }
          expect(found.map((packet) => packet[1])).toEqual(bodies.map(() => DATA));
          expect(found.map((packet) => new Uint8Array(packet.subarray(10)))).toEqual(
            bodies.map((body) => new Uint8Array(body)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('end with a length that none can have', () => {
    const read = packetReader(() => {});
    expect(read(Buffer.from('ffffffff00', 'hex'))).toBe(false);
    expect(packetReader(() => {})(Buffer.from('0000000100', 'hex'))).toBe(false);
  });
});
