/** The header of a frame: the stream, three zeros, and the length of what follows (big endian). */
const HEADER = 8;

export type FrameStream = 'stdout' | 'stderr';

/**
 * Takes the engine's stream of an exec without a terminal apart: frames of stdout and stderr.
 *
 * @returns takes the next bytes
 */
export function frameReader(give: (stream: FrameStream, bytes: Buffer) => void): {
  write(chunk: Buffer): void;
} {
  let header: Buffer = Buffer.alloc(0);
  let stream: FrameStream = 'stdout';
  let left = 0;
  return {
    write(incoming) {
      let chunk = incoming;
      while (chunk.length > 0) {
        if (left === 0) {
          const missing = HEADER - header.length;
          const part = chunk.subarray(0, missing);
          chunk = chunk.subarray(missing);
          header = header.length === 0 ? part : Buffer.concat([header, part]);
          if (header.length < HEADER) return;
          // 3 is a complaint of the engine itself.
          stream = header[0] === 2 || header[0] === 3 ? 'stderr' : 'stdout';
          left = header.readUInt32BE(4);
          header = Buffer.alloc(0);
        } else {
          const part = chunk.subarray(0, left);
          chunk = chunk.subarray(left);
          left -= part.length;
          give(stream, part);
        }
      }
    },
  };
}
