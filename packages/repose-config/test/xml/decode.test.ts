import { describe, expect, it } from 'vitest';
import { fc } from '../fc.ts';
import { decodeXml, encodeXml } from '../../src/xml/index.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

describe('decodeXml', () => {
  it('reads UTF-8 whatever the declaration says, and gives the same bytes back', () => {
    const given = bytes([0xef, 0xbb, 0xbf], '<?xml version="1.0" encoding="ISO-8859-1"?><é/>\r\n');
    const decoded = decodeXml(given);
    if (decoded.kind !== 'text') throw new Error(decoded.problem.message);
    expect(decoded.text.startsWith('\ufeff<?xml')).toBe(true);
    expect([...encodeXml(decoded.text)]).toEqual([...given]);
  });

  it.each(['utf16le', 'utf-16be'])('refuses %s with and without its mark', (encoding) => {
    for (const mark of ['\ufeff', '']) {
      const little = Buffer.from(`${mark}<?xml version="1.0"?><a/>`, 'utf16le');
      const decoded = decodeXml(encoding === 'utf16le' ? little : little.swap16());
      expect(decoded).toMatchObject({
        kind: 'refused',
        problem: { code: 'utf-16', message: expect.stringContaining('UTF-16') as string },
      });
    }
  });

  it('says which byte is not UTF-8', () => {
    const decoded = decodeXml(bytes('<é>', [0xe9], '</a>'));
    expect(decoded).toMatchObject({
      kind: 'refused',
      problem: {
        start: 3,
        message: 'byte 5 (0xE9) is not UTF-8, and Repose reads every file as UTF-8',
      },
    });
  });

  it('says so of any bytes, or gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (given) => {
        const decoded = decodeXml(given);
        if (decoded.kind === 'text') expect([...encodeXml(decoded.text)]).toEqual([...given]);
        else expect(decoded.problem.start).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 1000, seed: 7 },
    );
  });
});
