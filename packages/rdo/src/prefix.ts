import { Writable } from 'node:stream';

/**
 * A stream that writes whole lines to `to`, each behind `prefix`, so that the lines of several commands
 * don't mix. A last line without its end gets one.
 */
export function prefixedLines(prefix: string, to: Writable): Writable {
  const head = Buffer.from(prefix, 'utf8');
  let rest: Buffer = Buffer.alloc(0);
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const text = Buffer.concat([rest, chunk]);
      const parts: Buffer[] = [];
      let at = 0;
      for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, at)) {
        parts.push(head, text.subarray(at, end + 1));
        at = end + 1;
      }
      rest = Buffer.from(text.subarray(at));
      if (parts.length === 0) done();
      else to.write(Buffer.concat(parts), done);
    },
    final(done) {
      if (rest.length === 0) done();
      else to.write(Buffer.concat([head, rest, Buffer.from('\n')]), done);
    },
  });
}
