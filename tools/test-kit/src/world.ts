import { PassThrough } from 'node:stream';

/** A world for `main(argv, world)` in which a test reads what was written. */
export interface FakeWorld {
  env: Record<string, string | undefined>;
  cwd: string;
  stdin: PassThrough;
  stdout: PassThrough;
  stderr: PassThrough;
  platform: NodeJS.Platform;
  isTerminal(fd: 0 | 1 | 2): boolean;
  /** Everything written so far. */
  out(): string;
  err(): string;
}

export function fakeWorld(
  given: Partial<Pick<FakeWorld, 'env' | 'cwd' | 'platform' | 'isTerminal'>> & {
    input?: string;
  } = {},
): FakeWorld {
  const stdin = new PassThrough();
  stdin.end(given.input ?? '');
  const [stdout, out] = collected();
  const [stderr, err] = collected();
  return {
    env: given.env ?? {},
    cwd: given.cwd ?? process.cwd(),
    platform: given.platform ?? process.platform,
    isTerminal: given.isTerminal ?? (() => false),
    stdin,
    stdout,
    stderr,
    out,
    err,
  };
}

function collected(): [PassThrough, () => string] {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  const write = stream.write.bind(stream);
  // Taken at the write and not at the read, which comes a tick later.
  stream.write = ((chunk: Uint8Array | string, ...rest: []) => {
    chunks.push(Buffer.from(chunk as string));
    return write(chunk, ...rest);
  }) as typeof stream.write;
  stream.resume();
  return [stream, () => Buffer.concat(chunks).toString('utf8')];
}
