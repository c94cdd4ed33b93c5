import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { isSystemError, systemReason, ToolError } from '@nearhand/core/errors';
import type { Finding } from '../finding.ts';
import { readFiles } from '../node/read.ts';
import { memoryLimitStore, readChain, type Chain } from '../simulate/index.ts';
import { openOrigins } from './forward.ts';
import { handleRequest, handleUpgrade, type ProxyOptions } from './proxy.ts';
import { watchFolder } from './watch-folder.ts';

/** What happens while a preview runs. */
export type PreviewEvent =
  | { readonly kind: 'reloaded'; readonly chain: Chain; readonly urls: readonly string[] }
  /** The folder has errors: the last good configuration stays. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | { readonly kind: 'origin-error'; readonly request: string; readonly error: Error };

export interface PreviewOptions {
  readonly dir: string;
  /**
   * Judges the folder before it is used; only findings that are errors count. `others` are the names of
   * what is in the folder besides its XML files.
   */
  readonly check: (
    texts: ReadonlyMap<string, string>,
    others: readonly string[],
  ) => readonly Finding[];
  /** The address to listen at. Default: 127.0.0.1. */
  readonly host?: string | undefined;
  /** In place of the port that the system model names for its first node; 0 takes a free one. */
  readonly port?: number | undefined;
  readonly onEvent?: ((event: PreviewEvent) => void) | undefined;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: (() => number) | undefined;
}

export interface Preview {
  readonly urls: readonly string[];
  readonly chain: Chain;
  /** Reads the folder again; it is done by itself when a file changes. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves a configuration folder: a proxy that does what Repose would do, as far as it is simulated.
 *
 * A change in the folder counts for the next request after it. A folder with errors is refused and
 * the last good one stays; requests under way are never cut off.
 *
 * @throws ToolError `FOLDER_HAS_ERRORS` when the folder can't be used at the start, `PORT_IN_USE` when
 * something else listens at its port.
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const emit = options.onEvent ?? (() => {});
  const first = read(options);
  if (first.findings.length > 0) {
    throw new ToolError(`the folder has ${first.findings.length} errors`, {
      code: 'FOLDER_HAS_ERRORS',
      place: { file: options.dir },
      hint: first.findings.map(({ file, message }) => `${file}: ${message}`).join('\n'),
    });
  }
  let chain = first.chain!;
  let taken = first.key;
  const origins = openOrigins();
  const proxy: ProxyOptions = {
    chain: () => chain,
    origins,
    limits: memoryLimitStore(),
    now: options.now ?? Date.now,
    newId: randomUUID,
    onOriginError: (request, error) => emit({ kind: 'origin-error', request, error }),
  };
  const servers = new Map<number, Server>();
  const urls = (): string[] => [...servers.values()].map((server) => urlOf(server));
  try {
    await listenAt(portsOf(chain, options), servers, { proxy, host: options.host });
  } catch (error) {
    origins.close();
    throw error;
  }

  async function reload(): Promise<void> {
    const next = read(options);
    if (next.key === taken) return;
    taken = next.key;
    if (next.findings.length > 0 || !next.chain) {
      emit({ kind: 'refused', findings: next.findings });
      return;
    }
    const wanted = portsOf(next.chain, options);
    await listenAt(wanted, servers, { proxy, host: options.host });
    chain = next.chain;
    for (const [port, server] of servers) {
      if (wanted.includes(port)) continue;
      servers.delete(port);
      // Lets requests under way end, and closes what is idle.
      server.close();
      server.closeIdleConnections();
    }
    emit({ kind: 'reloaded', chain, urls: urls() });
  }

  let reloading = Promise.resolve();
  const watcher = watchFolder(options.dir, () => {
    reloading = reloading.then(reload).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      emit({ kind: 'refused', findings: [problem(message)] });
    });
  });
  return {
    get urls() {
      return urls();
    },
    get chain() {
      return chain;
    },
    reload,
    async close() {
      watcher.close();
      await reloading;
      const closed = [...servers.values()].map((server) => once(server, 'close'));
      for (const server of servers.values()) {
        server.close();
        server.closeAllConnections();
      }
      origins.close();
      await Promise.all(closed);
    },
  };
}

interface Read {
  /** The same where nothing that counts has changed. */
  readonly key: string;
  readonly chain: Chain | undefined;
  readonly findings: readonly Finding[];
}

function read({ dir, check }: PreviewOptions): Read {
  const { texts, others, findings: unreadable } = readFiles(dir);
  const findings = [...unreadable, ...check(texts, others)].filter(
    ({ severity }) => severity === 'error',
  );
  // Editors make and remove files of their own, which are no change.
  const key = JSON.stringify([[...texts], findings]);
  if (findings.length > 0) return { key, chain: undefined, findings };
  try {
    return { key, chain: readChain(texts), findings };
  } catch (error) {
    return { key, chain: undefined, findings: [problem((error as Error).message)] };
  }
}

function problem(message: string): Finding {
  const start = { line: 1, column: 1 };
  return {
    code: 'preview/not-usable',
    severity: 'error',
    message,
    file: 'system-model.cfg.xml',
    start,
    end: start,
  };
}

function portsOf({ nodes }: Chain, { port }: PreviewOptions): readonly number[] {
  const named = nodes.flatMap(({ httpPort }) => (httpPort === undefined ? [] : [httpPort]));
  if (port === undefined) return [...new Set(named)];
  return [port, ...named.slice(1).filter((other) => other !== port)];
}

/** Opens what isn't open yet; what is open stays. Nothing is opened when one of them can't be. */
async function listenAt(
  ports: readonly number[],
  servers: Map<number, Server>,
  {
    proxy,
    host = '127.0.0.1',
  }: { readonly proxy: ProxyOptions; readonly host: string | undefined },
): Promise<void> {
  const opened = new Map<number, Server>();
  let last: number | undefined;
  try {
    for (const port of ports) {
      if (servers.has(port)) continue;
      last = port;
      const server = createServer((request, response) => {
        // A client that keeps its connection open must not go on here once the port is given up.
        response.once('finish', () => {
          if (!server.listening) request.socket.end();
        });
        handleRequest(request, response, proxy);
      });
      server.on('upgrade', (request, socket, head) =>
        handleUpgrade(request, { socket, head }, proxy),
      );
      server.listen(port, host);
      await once(server, 'listening');
      opened.set(port, server);
    }
  } catch (cause) {
    for (const server of opened.values()) server.close();
    throw cannotListen(cause, { host, port: last });
  }
  for (const [port, server] of opened) servers.set(port, server);
}

function cannotListen(
  cause: unknown,
  at: { readonly host: string; readonly port?: number | undefined },
) {
  if (!isSystemError(cause)) return cause;
  const { code = '' } = cause;
  if (['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL', 'EAFNOSUPPORT'].includes(code)) {
    return new ToolError(`cannot listen at ${at.host}: this machine has no such address`, {
      code: 'CANNOT_LISTEN',
      hint: 'Name one that it has with --host: 127.0.0.1 for this machine alone, 0.0.0.0 for others too.',
      cause,
    });
  }
  const taken = code === 'EADDRINUSE';
  return new ToolError(
    `cannot listen at ${at.host}:${at.port}: ${taken ? 'something else does' : systemReason(cause)}`,
    {
      code: taken ? 'PORT_IN_USE' : 'CANNOT_LISTEN',
      hint: 'Choose another port with --port, or another http-port in system-model.cfg.xml.',
      cause,
    },
  );
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
