import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import {
  HeaderLines,
  trace,
  type Chain,
  type LimitStore,
  type ResponseState,
  type Trace,
} from '../simulate/index.ts';
import { hasBody, mayRetry, type Origins } from './forward.ts';
import { flat, passedOn } from './headers.ts';

/** What the proxy works with; `chain` is asked for at each request, so that a change counts at once. */
export interface ProxyOptions {
  readonly chain: () => Chain;
  readonly origins: Origins;
  readonly limits: LimitStore;
  readonly now: () => number;
  readonly newId: () => string;
  /** A destination could not be reached, or broke off. */
  readonly onOriginError: (request: string, error: Error) => void;
}

const BAD_GATEWAY = 'Error communicating with origin service';

/** Answers one request: by a filter, or by the service that it goes to, streaming both ways. */
export function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: ProxyOptions,
): void {
  const chain = options.chain();
  const looksAtBody = chain.filters.some(({ name }) => name === 'content-type-stripper');
  if (!looksAtBody || !hasBody(request)) {
    proxy(request, response, {
      options,
      result: traceOf(request, chain, { options, bodyStart: '' }),
    });
    return;
  }
  firstBytes(request, (bodyStart) => {
    const result = traceOf(request, chain, { options, bodyStart });
    proxy(request, response, { options, result });
  });
}

function traceOf(
  request: IncomingMessage,
  chain: Chain,
  { options, bodyStart }: { readonly options: ProxyOptions; readonly bodyStart: string },
): Trace {
  const socket: Socket = request.socket;
  const { remoteAddress = '127.0.0.1' } = socket;
  return trace(
    chain,
    {
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      headers: passedOn(request.rawHeaders),
      port: (socket.address() as AddressInfo).port ?? 0,
      // A socket that listens for both families shows IPv4 like this.
      remoteAddress: remoteAddress.replace(/^::ffff:(?=\d+\.)/i, ''),
      httpVersion: request.httpVersion,
      bodyStart,
    },
    { now: options.now(), limits: options.limits, newId: options.newId, record: false },
  );
}

/** Reads the beginning of the body and puts it back. */
function firstBytes(request: IncomingMessage, then: (text: string) => void): void {
  const look = (): void => {
    const chunk = request.read() as Buffer | null;
    if (chunk === null && !request.readableEnded && !request.destroyed) {
      request.once('readable', look);
      return;
    }
    if (chunk) request.unshift(chunk);
    then(chunk ? chunk.toString('latin1', 0, 8) : '');
  };
  request.once('end', () => {});
  look();
}

function proxy(
  request: IncomingMessage,
  response: ServerResponse,
  { options, result, again = false }: { options: ProxyOptions; result: Trace; again?: boolean },
): void {
  const { forward, answer } = result;
  if (!forward) {
    sendAnswer(response, answer!);
    request.resume();
    return;
  }
  const chunked = request.headers['transfer-encoding'] !== undefined;
  const sent = options.origins.request(forward, chunked ? [['Transfer-Encoding', 'chunked']] : []);
  sent.on('response', (from) => {
    const back = result.finish({
      status: from.statusCode ?? 502,
      headers: new HeaderLines(passedOn(from.rawHeaders)),
      body: undefined,
    });
    response.writeHead(back.status, from.statusMessage, flat(back.headers.lines()));
    // What pipeline() does takes a tenth of the whole request; this is all that is needed of it.
    from.on('error', (error) => {
      // The client may have gone first.
      if (response.destroyed) return;
      options.onOriginError(`${request.method} ${request.url} -> ${forward.url}`, error);
      response.destroy();
    });
    from.pipe(response);
  });
  sent.on('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (!again && mayRetry(sent, error, request)) {
      proxy(request, response, { options, result, again: true });
      return;
    }
    options.onOriginError(`${request.method} ${request.url} -> ${forward.url}`, error);
    sendAnswer(
      response,
      result.finish({ status: 502, headers: new HeaderLines(), body: BAD_GATEWAY }),
    );
    request.resume();
  });
  response.on('close', () => {
    if (!response.writableFinished) sent.destroy();
  });
  if (hasBody(request)) {
    // The other side may answer and close before it has read all: that is its own error event.
    request.pipe(sent);
    request.on('error', () => sent.destroy());
  } else sent.end();
}

function sendAnswer(response: ServerResponse, { status, headers, body }: ResponseState): void {
  const text = body ?? '';
  const lines = headers.has('Content-Length')
    ? []
    : [['Content-Length', String(Buffer.byteLength(text))] as const];
  const type =
    text === '' || headers.has('Content-Type') ? [] : [['Content-Type', 'text/plain'] as const];
  response.writeHead(status, flat([...headers.lines(), ...type, ...lines]));
  response.end(text);
}

/** Passes an upgraded connection (websocket) through, after the same filters. */
export function handleUpgrade(
  request: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
  options: ProxyOptions,
): void {
  const result = traceOf(request, options.chain(), { options, bodyStart: '' });
  const { forward, answer } = result;
  socket.on('error', () => {});
  if (!forward) {
    socket.end(head11(answer!, 'Filtered'));
    return;
  }
  const sent = options.origins.request(forward, [
    ['Connection', 'Upgrade'],
    ['Upgrade', request.headers.upgrade ?? 'websocket'],
  ]);
  const back = (from: IncomingMessage): ResponseState =>
    result.finish({
      status: from.statusCode ?? 502,
      headers: new HeaderLines(passedOn(from.rawHeaders)),
      body: undefined,
    });
  sent.on('upgrade', (from, origin, originHead) => {
    const accepted = back(from);
    accepted.headers.add('Connection', 'Upgrade');
    accepted.headers.add('Upgrade', from.headers.upgrade ?? 'websocket');
    socket.write(head11(accepted, from.statusMessage ?? ''));
    if (originHead.length > 0) socket.write(originHead);
    if (head.length > 0) origin.write(head);
    pipeline(origin, socket, () => origin.destroy());
    pipeline(socket, origin, () => socket.destroy());
  });
  sent.on('response', (from) => {
    const refused = back(from);
    refused.headers.replace('Connection', 'close');
    socket.write(head11(refused, from.statusMessage ?? ''));
    pipeline(from, socket, () => {});
  });
  sent.on('error', (error) => {
    options.onOriginError(`${request.method} ${request.url} -> ${forward.url}`, error);
    const headers = new HeaderLines([['Connection', 'close']]);
    socket.end(head11(result.finish({ status: 502, headers, body: BAD_GATEWAY }), 'Bad Gateway'));
  });
  socket.on('close', () => sent.destroy());
  sent.end();
}

function head11({ status, headers, body }: ResponseState, reason: string): string {
  const lines = headers.lines().map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}${length}\r\n${body ?? ''}`;
}
