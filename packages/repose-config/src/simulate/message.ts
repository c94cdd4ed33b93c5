import type { HeaderLines } from './headers.ts';

/** A request on its way through the chain. Filters change it in place. */
export interface RequestState {
  method: string;
  /** The path as it is written, percent signs and all, without the query. */
  uri: string;
  /** What follows `?`; undefined where there is none. */
  query: string | undefined;
  readonly headers: HeaderLines;
  readonly scheme: 'http' | 'https';
  /** The port that the request came in at. */
  readonly port: number;
  readonly remoteAddress: string;
  /** `1.1` and the like. */
  readonly httpVersion: string;
  /** The first eight bytes of the body, for the one filter that looks at it. */
  readonly bodyStart: string;
  /** What destination-router filters proposed. */
  readonly destinations: Proposal[];
}

export interface Proposal {
  readonly id: string;
  readonly uri: string;
  readonly quality: number;
}

/** An answer, of a filter or of a service. */
export interface ResponseState {
  status: number;
  readonly headers: HeaderLines;
  /** The body of an answer that a filter gives; a service's passes by. */
  body: string | undefined;
}

/** What a filter says about one request, for the trace. */
export interface Remarks {
  note(text: string): void;
}

/** Counts for rate limits, shared by the requests of one run. */
export interface LimitStore {
  /** Counts one request, and gives the count in the current window, this one included. */
  hit(
    key: string,
    windowMs: number,
    now: number,
  ): { readonly count: number; readonly resetsAt: number };
  /** The count so far in the current window. */
  peek(
    key: string,
    windowMs: number,
    now: number,
  ): { readonly count: number; readonly resetsAt: number };
}

/** What filters need of the world. */
export interface SimulationWorld {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly limits: LimitStore;
  newId(): string;
}

/** A filter with its configuration read. */
export interface PreparedFilter {
  /** Changes the request, or answers it: then nothing after it runs. */
  request?(request: RequestState, at: Remarks & SimulationWorld): ResponseState | undefined | void;
  /** Changes the answer on its way back. The request is as this filter passed it on. */
  response?(response: ResponseState, request: RequestState): void;
}

export function memoryLimitStore(): LimitStore {
  const counts = new Map<string, { count: number; startedAt: number }>();
  const current = (key: string, windowMs: number, now: number) => {
    const found = counts.get(key);
    if (found && now <= found.startedAt + windowMs) return found;
    return { count: 0, startedAt: now };
  };
  return {
    hit(key, windowMs, now) {
      const entry = current(key, windowMs, now);
      entry.count += 1;
      counts.set(key, entry);
      return { count: entry.count, resetsAt: entry.startedAt + windowMs };
    },
    peek(key, windowMs, now) {
      const entry = current(key, windowMs, now);
      return { count: entry.count, resetsAt: entry.startedAt + windowMs };
    },
  };
}
