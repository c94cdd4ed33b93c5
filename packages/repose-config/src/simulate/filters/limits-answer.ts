import { HeaderLines } from '../headers.ts';
import type { RequestState, ResponseState, SimulationWorld } from '../message.ts';
import { limitKey, type Limit, type LimitGroup } from './rate-limiting.ts';

/** What Repose answers where users may ask for their limits: XML or JSON, as `Accept` prefers. */
export function limitsAnswer(
  request: RequestState,
  given: { readonly user: string; readonly group: LimitGroup; readonly world: SimulationWorld },
): ResponseState {
  const type = preferredType(request.headers.split('Accept'));
  if (type === undefined) return { status: 406, headers: new HeaderLines(), body: undefined };
  const limits = given.group.limits.map((limit) => stateOf(limit, given));
  return {
    status: 200,
    headers: new HeaderLines([['Content-Type', type]]),
    body: type === 'application/json' ? asJson(limits) : asXml(limits),
  };
}

interface LimitState {
  readonly limit: Limit;
  readonly verb: string;
  readonly remaining: number;
  readonly nextAvailable: string;
}

function stateOf(
  limit: Limit,
  { user, group, world }: { user: string; group: LimitGroup; world: SimulationWorld },
): LimitState {
  const key = limitKey({ user, group, limit, captured: [] });
  const { count, resetsAt } = world.limits.peek(key, limit.windowMs, world.now);
  const remaining = Math.max(0, limit.most - count);
  return {
    limit,
    verb: limit.methods.length === 0 ? 'ALL' : limit.methods.join(' '),
    remaining,
    nextAvailable: new Date(remaining > 0 ? world.now : resetsAt).toISOString(),
  };
}

function preferredType(accept: readonly string[]): string | undefined {
  const supported = ['application/json', 'application/xml'];
  if (accept.length === 0) return supported[0];
  const rated = supported.map((type) => {
    const ranges = accept
      .map((value) => {
        const [range = '', ...parameters] = value.split(';').map((part) => part.trim());
        const q = parameters.find((parameter) => parameter.startsWith('q='));
        return { range, quality: q === undefined ? 1 : Number(q.slice(2)) };
      })
      .filter(({ range }) => [type, 'application/*', '*/*'].includes(range))
      // The most specific range decides.
      .toSorted((a, b) => a.range.split('*').length - b.range.split('*').length);
    return { type, quality: ranges[0]?.quality ?? 0 };
  });
  return rated.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality)[0]
    ?.type;
}

function asJson(limits: readonly LimitState[]): string {
  const rate = limits.map(({ limit, verb, remaining, nextAvailable }) => ({
    uri: limit.uri,
    regex: limit.regex,
    limit: [
      { unit: limit.unit, remaining, verb, value: limit.most, 'next-available': nextAvailable },
    ],
  }));
  return JSON.stringify({ limits: { rate, absolute: {} } });
}

function asXml(limits: readonly LimitState[]): string {
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const rates = limits.map(
    ({ limit, verb, remaining, nextAvailable }) =>
      `<rate uri="${escape(limit.uri)}" regex="${escape(limit.regex)}">` +
      `<limit verb="${verb}" unit="${limit.unit}" value="${limit.most}" remaining="${remaining}" ` +
      `next-available="${nextAvailable}"/></rate>`,
  );
  return `<limits xmlns="http://docs.openstack.org/common/api/v1.0"><rates>${rates.join('')}</rates></limits>`;
}
