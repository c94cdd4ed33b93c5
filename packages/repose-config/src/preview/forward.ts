import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Forward } from '../simulate/index.ts';
import { flat } from './headers.ts';

/** Connections to the destinations, kept open between requests. */
export interface Origins {
  /**
   * Starts a request to where the trace says. `extra` are headers of this connection (upgrade,
   * chunks). It never follows a redirect.
   */
  request(to: Forward, extra?: readonly (readonly [string, string])[]): ClientRequest;
  close(): void;
}

export function openOrigins(): Origins {
  const agents = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
  };
  return {
    request({ destination, path, method, headers }, extra = []) {
      const { protocol, hostname, port = protocol === 'https' ? 443 : 80 } = destination;
      const options = {
        // An IPv6 address stands in brackets in a URL only.
        host: hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        path,
        method,
        headers: flat([...headers, ...extra]) as never,
        setHost: false,
      };
      return protocol === 'https'
        ? httpsRequest({ ...options, agent: agents.https })
        : httpRequest({ ...options, agent: agents.http });
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Whether a failed request may be sent once more: its connection had been closed by the other side. */
export function mayRetry(
  sent: ClientRequest,
  error: NodeJS.ErrnoException,
  from: IncomingMessage,
): boolean {
  const stale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
  return stale && !hasBody(from);
}

export function hasBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return headers['content-length'] !== undefined && headers['content-length'] !== '0';
}
