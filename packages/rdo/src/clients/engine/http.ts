/**
 * As much HTTP as the engine's API needs, over its socket. `node:http` takes longer to load than all the
 * requests of a run take together.
 */
import { connect, type Socket } from 'node:net';
import { transportError } from '../../client.ts';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  /** The names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * One request and its answer, on a connection of its own. By HTTP/1.0: the body comes in one piece, and the
 * end of the connection is its end.
 *
 * @throws ToolError in the phase `connect` when the engine can't be reached
 */
export function ask(
  socketPath: string,
  request: Request,
  options: ConnectOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath, ...options });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    const finish = (error?: Error): void => {
      const answer = parseAnswer(Buffer.concat(chunks));
      // An engine that refuses before it has read the whole request resets the connection behind its answer.
      if (answer && (!error || isWhole(answer))) resolve(answer);
      else reject(unreachable(socketPath, error));
    };
    socket.once('error', finish);
    socket.once('end', finish);
    socket.write(requestText(request, 'HTTP/1.0', ''));
  });
}

/** A connection that the engine handed over to a stream, or its answer when it didn't. */
export type Upgraded =
  | { readonly socket: Socket; readonly head: Buffer }
  | { readonly socket?: undefined; readonly answer: Answer };

/**
 * A request after which the connection belongs to a stream in both directions. `head` is what came of the
 * stream with the answer; the socket is paused, open for halves, and has no listener for errors.
 *
 * @throws ToolError in the phase `connect` when the engine can't be reached
 */
export function upgrade(
  socketPath: string,
  request: Request,
  options: ConnectOptions = {},
): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath, allowHalfOpen: true, ...options });
    let received: Buffer = Buffer.alloc(0);
    const fail = (error?: Error): void => {
      socket.destroy();
      reject(unreachable(socketPath, error));
    };
    const onEnd = (): void => {
      const answer = parseAnswer(received);
      socket.destroy();
      if (answer) resolve({ answer });
      else fail();
    };
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = parseAnswer(received);
      // An engine that can't upgrade says 200, and its stream follows.
      if (!answer || (answer.status !== 101 && answer.status !== 200)) return;
      socket.pause().off('data', onData).off('end', onEnd).off('error', fail);
      resolve({ socket, head: answer.body });
    };
    socket.on('data', onData).on('end', onEnd).on('error', fail);
    socket.write(requestText(request, 'HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: tcp\r\n'));
  });
}

function requestText({ method, path, body }: Request, version: string, more: string): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const content =
    body === undefined
      ? ''
      : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
  return `${method} ${path} ${version}\r\nHost: docker\r\n${more}${content}\r\n${text}`;
}

/** What has come of an answer; undefined before the end of its head. */
function parseAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1];
  if (status === undefined) return undefined;
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { status: Number(status), headers, body: bytes.subarray(end + 4) };
}

function isWhole({ headers, body }: Answer): boolean {
  return Number(headers.get('content-length')) === body.length;
}

function unreachable(socketPath: string, cause?: Error): ReturnType<typeof transportError> {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') {
    return transportError('connect', `this user may not use the Docker engine (${socketPath})`, {
      hint: 'Who is in the group of that socket may: see ls -l, and id.',
      cause,
    });
  }
  return transportError(
    'connect',
    `the Docker engine does not answer (${socketPath}${code === undefined ? '' : `: ${code}`})`,
    { hint: 'Is it running? Try: docker info', cause },
  );
}
