/**
 * Compressing on the way to the file, and reading such files back.
 */
import { writeSync } from 'node:fs';
import type { Transform } from 'node:stream';
import { ToolError } from '@nearhand/core/errors';
import type { Sink } from './copy.ts';

export type Compression = 'gzip' | 'zstd';

/** A sink that has to be ended: what the compressor still holds is written then. */
export interface CompressingSink extends Sink {
  readonly error: unknown;
  /** The bytes that it was given, and those that it wrote. */
  readonly bytes: number;
  readonly storedBytes: number;
  end(): Promise<void>;
}

/** Compresses into a descriptor. */
export async function compressingSink(how: Compression, fd: number): Promise<CompressingSink> {
  const compressor = await compressorOf(how);
  const state = { bytes: 0, storedBytes: 0, failed: false, error: undefined as unknown };
  const fail = (error: unknown): void => {
    state.failed = true;
    state.error ??= error;
  };
  compressor.on('error', fail);
  compressor.on('data', (chunk: Buffer) => {
    if (state.failed) return;
    let offset = 0;
    try {
      while (offset < chunk.length) offset += writeSync(fd, chunk, offset);
    } catch (error) {
      fail(error);
    }
    state.storedBytes += offset;
  });
  return Object.assign(state, {
    write(buffer: Uint8Array, length: number) {
      state.bytes += length;
      // The buffer may be used again once the compressor has taken all of it.
      return new Promise<void>((resolve) =>
        compressor.write(buffer.subarray(0, length), () => resolve()),
      );
    },
    end() {
      return new Promise<void>((resolve) => {
        compressor.once('end', resolve);
        compressor.once('error', () => resolve());
        compressor.end();
      });
    },
  });
}

async function compressorOf(how: Compression): Promise<Transform> {
  const zlib = await import('node:zlib');
  if (how === 'gzip') return zlib.createGzip();
  const create: unknown = Reflect.get(zlib, 'createZstdCompress');
  if (typeof create !== 'function') throw noZstd();
  return (create as () => Transform)();
}

/** What unpacks a file that was compressed so: one stream, or none for a plain file. */
export async function decompressor(how: Compression | undefined): Promise<Transform[]> {
  if (how === 'gzip') {
    const { createGunzip } = await import('node:zlib');
    return [createGunzip()];
  }
  if (how === undefined) return [];
  const create: unknown = Reflect.get(await import('node:zlib'), 'createZstdDecompress');
  if (typeof create !== 'function') throw noZstd();
  return [(create as () => Transform)()];
}

function noZstd(): ToolError {
  return new ToolError('this Node has no zstd', {
    code: 'NO_ZSTD',
    hint: 'Use --gzip, or Node 22.15 or newer.',
  });
}
