import type { ClientChannel } from 'ssh2';
import utils, { type Protocol } from 'ssh2/lib/protocol/utils.js';

const REQUEST = 'eow@openssh.com';
const CHANNEL_REQUEST = 98;

/** The parts of ssh2 that it keeps to itself. */
interface Insides {
  readonly outgoing: { readonly id: number };
  readonly _client: { readonly _protocol: Protocol };
}

/**
 * Tells the server that nobody reads the command's output any more, so that the command gets SIGPIPE
 * at its next write (OpenSSH's PROTOCOL, 2.1). ssh2 has no function for it; a server that doesn't know the
 * request ignores it.
 */
export function sendEndOfWrite(channel: ClientChannel): void {
  try {
    const { outgoing, _client } = channel as unknown as Insides;
    const protocol = _client._protocol;
    const { write } = protocol._packetRW;
    const packet = write.alloc(1 + 4 + 4 + REQUEST.length + 1);
    let at = write.allocStart;
    packet[at] = CHANNEL_REQUEST;
    packet.writeUInt32BE(outgoing.id, (at += 1));
    packet.writeUInt32BE(REQUEST.length, (at += 4));
    packet.write(REQUEST, (at += 4), 'latin1');
    // No answer is wanted.
    packet[at + REQUEST.length] = 0;
    utils.sendPacket(protocol, write.finalize(packet));
  } catch {
    // Then the output is thrown away until there was too much of it: see output.ts.
  }
}
