/** Parts of ssh2 that it keeps to itself; they are inlined, so they can't change under us. */

declare module 'ssh2/lib/protocol/constants.js' {
  /** Its lists of algorithms, most wanted first. */
  const lists: Readonly<
    Record<
      `${'DEFAULT' | 'SUPPORTED'}_${'CIPHER' | 'MAC' | 'KEX' | 'SERVER_HOST_KEY'}`,
      readonly string[]
    >
  >;
  export default lists;
}

declare module 'ssh2/lib/protocol/utils.js' {
  export interface Protocol {
    readonly _packetRW: {
      readonly write: {
        readonly allocStart: number;
        alloc(size: number): Buffer;
        finalize(packet: Buffer): Buffer;
      };
    };
  }
  const utils: { sendPacket(protocol: Protocol, packet: Buffer): boolean };
  export default utils;
}
