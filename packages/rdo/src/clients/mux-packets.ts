/**
 * The packets that OpenSSH takes on the socket of a shared connection. First its own ones (PROTOCOL.mux in
 * OpenSSH's sources): a hello, then `MUX_C_PROXY`, which makes the socket a part of the connection itself. From
 * there on both sides speak SSH's connection protocol (RFC 4254) in packets without padding, and without
 * encryption, which is up to the connection's owner.
 */

/** Message numbers of RFC 4250. */
export const OPEN = 90;
export const OPENED = 91;
export const NOT_OPENED = 92;
export const WINDOW_ADJUST = 93;
export const DATA = 94;
export const EXTENDED_DATA = 95;
export const EOF = 96;
export const CLOSE = 97;
export const REQUEST = 98;

export type Field = number | boolean | string;

/**
 * A number is a uint32, a boolean a byte, text stands behind its length. Packets are put together as text with
 * a character for each byte: for a few short ones that takes Node a fraction of what buffers take.
 */
function fields(values: readonly Field[]): string {
  let bytes = '';
  for (const value of values) {
    if (typeof value === 'boolean') bytes += value ? '\u0001' : '\0';
    else if (typeof value === 'number') bytes += uint32(value);
    else {
      // eslint-disable-next-line no-control-regex
      const text = /^[\0-\u007f]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
      bytes += uint32(text.length) + text;
    }
  }
  return bytes;
}

function uint32(value: number): string {
  return String.fromCharCode(
    (value >>> 24) & 255,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  );
}

/** A message of the connection protocol, to be written as latin1. */
export function message(type: number, ...values: readonly Field[]): string {
  const payload = fields(values);
  // No padding.
  return `${uint32(payload.length + 2)}\0${String.fromCharCode(type)}${payload}`;
}

/** What stands before the bytes of a `DATA` message. */
export function dataHead(recipient: number, length: number): string {
  return `${uint32(length + 10)}\0${String.fromCharCode(DATA)}${uint32(recipient)}${uint32(length)}`;
}

const MUX_HELLO = 1;
const MUX_VERSION = 4;
const MUX_PROXY = 0x1000000f;
const MUX_PROXY_GRANTED = 0x8000000f;

/** The first words, as latin1: who we are, and that we want to speak the connection protocol. */
export function greeting(): string {
  return [fields([MUX_HELLO, MUX_VERSION]), fields([MUX_PROXY, 0])]
    .map((payload) => uint32(payload.length) + payload)
    .join('');
}

/** The answers to the greeting, by the number that each starts with. */
export function isGranted(packet: Buffer): boolean {
  return packet.readUInt32BE(0) === MUX_PROXY_GRANTED;
}

export function isHello(packet: Buffer): boolean {
  return packet.readUInt32BE(0) === MUX_HELLO;
}

/** The largest packet that is taken: OpenSSH's own bound. */
const LONGEST = 256 * 1024;

/** Cuts a stream into packets, without their length. Gives false for what can't be one. */
export function packetReader(onPacket: (packet: Buffer) => void): (chunk: Buffer) => boolean {
  let held: Buffer | undefined;
  return (chunk) => {
    const bytes = held ? Buffer.concat([held, chunk]) : chunk;
    let at = 0;
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at);
      if (length < 2 || length > LONGEST) return false;
      if (bytes.length - at - 4 < length) break;
      onPacket(bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    held = at < bytes.length ? bytes.subarray(at) : undefined;
    return true;
  };
}
