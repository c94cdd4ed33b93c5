/** An IP address: four bytes or sixteen. */
export type Address = readonly number[];

/** Reads an IPv4 or IPv6 address; undefined when it is none. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/** Whether an address lies in a range such as `192.168.1.0/24` or `2001:db8::/48`. */
export function cidr(range: string): (address: Address) => boolean {
  const [base = '', bits] = range.split('/');
  const network = parseAddress(base);
  if (!network) return () => false;
  const length = bits === undefined ? network.length * 8 : Number(bits);
  return (address) =>
    address.length === network.length &&
    network.every((byte, index) => {
      const counted = Math.min(8, Math.max(0, length - index * 8));
      const mask = (0xff << (8 - counted)) & 0xff;
      return (byte & mask) === (address[index]! & mask);
    });
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

function parseV6(text: string): Address | undefined {
  // ::ffff:10.0.0.1 is an IPv4 address to Java.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text);
  if (mapped) return parseV4(mapped[1]!);
  const halves = text.replace(/%.*$/, '').split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = [...head!, ...(tail ?? [])];
  if (!given.every((part) => /^[\da-f]{1,4}$/i.test(part))) return undefined;
  const missing = 8 - given.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
  const parts = [...head!, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  return parts.flatMap((part) => [
    Number.parseInt(part, 16) >> 8,
    Number.parseInt(part, 16) & 0xff,
  ]);
}
