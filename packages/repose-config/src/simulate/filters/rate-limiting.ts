import type { XmlElement } from '../../xml/index.ts';
import { attribute, childOf, childrenOf, flag, words } from '../config.ts';
import { HeaderLines, preferred } from '../headers.ts';
import type { RequestState, ResponseState, SimulationWorld } from '../message.ts';
import { javaPattern, type JavaPattern } from '../regex.ts';
import { limitsAnswer } from './limits-answer.ts';
import type { FilterSimulation } from './simulation.ts';

const UNITS: Record<string, number> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

export interface Limit {
  readonly id: string;
  readonly uri: string;
  readonly regex: string;
  readonly pattern: JavaPattern;
  readonly methods: readonly string[];
  readonly parameters: readonly string[];
  readonly most: number;
  readonly unit: string;
  readonly windowMs: number;
}

export interface LimitGroup {
  readonly id: string;
  readonly limits: readonly Limit[];
}

export const rateLimiting: FilterSimulation = (root) => {
  const overLimit = flag(root, 'overLimit-429-responseCode', false) ? 429 : 413;
  const byCapture = flag(root, 'use-capture-groups', true);
  const endpoint = childOf(root, 'request-endpoint');
  const asksLimits =
    endpoint && javaPattern(attribute(endpoint, 'uri-regex') ?? String.raw`\/limits\/(\d*)\/`);
  const shared: LimitGroup = {
    id: 'GlobalLimitGroup',
    limits: limitsIn(childOf(root, 'global-limit-group')),
  };
  const groups = childrenOf(root, 'limit-group').map((group) => ({
    id: attribute(group, 'id') ?? '',
    usual: flag(group, 'default', false),
    names: words(group, 'groups'),
    limits: limitsIn(group),
  }));
  const groupOf = (names: readonly string[]): LimitGroup =>
    groups.find((group) => names.some((name) => group.names.includes(name))) ??
    groups.find((group) => group.usual) ?? { id: '', limits: [] };

  return {
    request(request, at) {
      const user = preferred(request.headers.split('X-PP-User'))[0];
      if (user === undefined) {
        at.note('the request has no X-PP-User header: a filter before this one has to set it');
        return { status: 401, headers: new HeaderLines(), body: undefined };
      }
      const group = groupOf(preferred(request.headers.split('X-PP-Groups')));
      const count = { request, byCapture, world: at };
      const over = firstOver({ ...count, user, group });
      if (over) return refused(overLimit, over, at);
      const overAll = firstOver({ ...count, user: 'GlobalLimitUser', group: shared });
      if (overAll) return refused(503, overAll, at);
      if (!asksLimits?.matches(request.uri)) return undefined;
      if (flag(endpoint, 'include-absolute-limits', false)) {
        at.note("the service's absolute limits are not asked for here");
      }
      return limitsAnswer(request, { user, group, world: at });
    },
  };
};

function limitsIn(group: XmlElement | undefined): readonly Limit[] {
  return childrenOf(group, 'limit').map((limit) => {
    const regex = attribute(limit, 'uri-regex') ?? '';
    const unit = attribute(limit, 'unit') ?? 'MINUTE';
    return {
      id: attribute(limit, 'id') ?? '',
      uri: attribute(limit, 'uri') ?? '',
      regex,
      pattern: javaPattern(regex),
      methods: words(limit, 'http-methods'),
      parameters: words(limit, 'query-param-names'),
      most: Number(attribute(limit, 'value') ?? 0),
      unit,
      windowMs: UNITS[unit] ?? 60_000,
    };
  });
}

interface Counting {
  readonly request: RequestState;
  readonly user: string;
  readonly group: LimitGroup;
  readonly byCapture: boolean;
  readonly world: SimulationWorld;
}

interface Over {
  readonly limit: Limit;
  readonly resetsAt: number;
}

/** Counts the request at each limit that it meets, up to the first that is over. */
function firstOver({ request, user, group, byCapture, world }: Counting): Over | undefined {
  for (const limit of group.limits) {
    const match = limit.pattern.match(request.uri);
    if (!match || !concerns(limit, request)) continue;
    const key = limitKey({ user, group, limit, captured: byCapture ? match.slice(1) : [] });
    const { count, resetsAt } = world.limits.hit(key, limit.windowMs, world.now);
    if (count > limit.most) return { limit, resetsAt };
  }
  return undefined;
}

export function limitKey(of: {
  readonly user: string;
  readonly group: LimitGroup;
  readonly limit: Limit;
  readonly captured: readonly (string | undefined)[];
}): string {
  return JSON.stringify([of.user, of.group.id, of.limit.id, ...of.captured]);
}

function concerns({ methods, parameters }: Limit, { method, query }: RequestState): boolean {
  if (methods.length > 0 && !methods.includes('ALL') && !methods.includes(method)) return false;
  const given = new Set(new URLSearchParams(query ?? '').keys());
  return parameters.every((name) => given.has(decodeURIComponent(name)));
}

function refused(
  status: number,
  { limit, resetsAt }: Over,
  at: { note(text: string): void },
): ResponseState {
  at.note(`the limit ${limit.id} allows ${limit.most} requests per ${limit.unit.toLowerCase()}`);
  const headers = new HeaderLines([['Retry-After', new Date(resetsAt).toUTCString()]]);
  return { status, headers, body: undefined };
}
