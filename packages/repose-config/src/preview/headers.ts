/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Node has answered it already.
  'expect',
]);

type Lines = readonly (readonly [name: string, value: string])[];

/** The pairs of Node's flat list of raw headers, without those of this connection. */
export function passedOn(raw: readonly string[]): Lines {
  let own: ReadonlySet<string> = HOP_BY_HOP;
  for (let i = 0; i < raw.length; i += 2) {
    // What Connection names belongs to the connection too.
    if (raw[i]!.toLowerCase() !== 'connection') continue;
    const named = raw[i + 1]!.split(',').map((name) => name.trim().toLowerCase());
    own = new Set([...own, ...named]);
  }
  const lines: (readonly [string, string])[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!own.has(raw[i]!.toLowerCase())) lines.push([raw[i]!, raw[i + 1]!]);
  }
  return lines;
}

export function flat(lines: Lines): string[] {
  return lines.flat();
}
