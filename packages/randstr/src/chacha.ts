/**
 * The ChaCha stream cipher (D. J. Bernstein; RFC 8439 for 20 rounds), as a source of words.
 */

/** "expand 32-byte k" as four little-endian words. */
export const SIGMA: readonly [number, number, number, number] = [
  0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574,
];

/** Where a keystream stands: the key and the rest of the block's input. */
export interface ChaChaState {
  /** Eight words. */
  readonly key: Uint32Array;
  /** Three words, as in RFC 8439. */
  readonly nonce: Uint32Array;
  /** Number of the next block; when it passes 2^32 the first word of the nonce goes up by one. */
  counter: number;
  /** 8, 12 or 20. */
  readonly rounds: number;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/**
 * Writes the next blocks of the keystream as words, each the little-endian reading of four bytes of
 * it, whatever the machine's own order is.
 *
 * @param out - its length is a multiple of 16
 */
export function keystream(state: ChaChaState, out: Uint32Array): void {
  const { key, nonce, rounds } = state;
  for (let o = 0; o < out.length; o += 16) {
    const counter = state.counter;
    // Sixteen locals and no array: this keeps them in registers, and is four times as fast.
    let x0 = SIGMA[0];
    let x1 = SIGMA[1];
    let x2 = SIGMA[2];
    let x3 = SIGMA[3];
    let x4 = key[0]!;
    let x5 = key[1]!;
    let x6 = key[2]!;
    let x7 = key[3]!;
    let x8 = key[4]!;
    let x9 = key[5]!;
    let x10 = key[6]!;
    let x11 = key[7]!;
    let x12 = counter;
    let x13 = nonce[0]!;
    let x14 = nonce[1]!;
    let x15 = nonce[2]!;
    for (let round = 0; round < rounds; round += 2) {
      x0 = (x0 + x4) | 0;
      x12 = rotate(x12 ^ x0, 16);
      x8 = (x8 + x12) | 0;
      x4 = rotate(x4 ^ x8, 12);
      x0 = (x0 + x4) | 0;
      x12 = rotate(x12 ^ x0, 8);
      x8 = (x8 + x12) | 0;
      x4 = rotate(x4 ^ x8, 7);
      x1 = (x1 + x5) | 0;
      x13 = rotate(x13 ^ x1, 16);
      x9 = (x9 + x13) | 0;
      x5 = rotate(x5 ^ x9, 12);
      x1 = (x1 + x5) | 0;
      x13 = rotate(x13 ^ x1, 8);
      x9 = (x9 + x13) | 0;
      x5 = rotate(x5 ^ x9, 7);
      x2 = (x2 + x6) | 0;
      x14 = rotate(x14 ^ x2, 16);
      x10 = (x10 + x14) | 0;
      x6 = rotate(x6 ^ x10, 12);
      x2 = (x2 + x6) | 0;
      x14 = rotate(x14 ^ x2, 8);
      x10 = (x10 + x14) | 0;
      x6 = rotate(x6 ^ x10, 7);
      x3 = (x3 + x7) | 0;
      x15 = rotate(x15 ^ x3, 16);
      x11 = (x11 + x15) | 0;
      x7 = rotate(x7 ^ x11, 12);
      x3 = (x3 + x7) | 0;
      x15 = rotate(x15 ^ x3, 8);
      x11 = (x11 + x15) | 0;
      x7 = rotate(x7 ^ x11, 7);
      x0 = (x0 + x5) | 0;
      x15 = rotate(x15 ^ x0, 16);
      x10 = (x10 + x15) | 0;
      x5 = rotate(x5 ^ x10, 12);
      x0 = (x0 + x5) | 0;
      x15 = rotate(x15 ^ x0, 8);
      x10 = (x10 + x15) | 0;
      x5 = rotate(x5 ^ x10, 7);
      x1 = (x1 + x6) | 0;
      x12 = rotate(x12 ^ x1, 16);
      x11 = (x11 + x12) | 0;
      x6 = rotate(x6 ^ x11, 12);
      x1 = (x1 + x6) | 0;
      x12 = rotate(x12 ^ x1, 8);
      x11 = (x11 + x12) | 0;
      x6 = rotate(x6 ^ x11, 7);
      x2 = (x2 + x7) | 0;
      x13 = rotate(x13 ^ x2, 16);
      x8 = (x8 + x13) | 0;
      x7 = rotate(x7 ^ x8, 12);
      x2 = (x2 + x7) | 0;
      x13 = rotate(x13 ^ x2, 8);
      x8 = (x8 + x13) | 0;
      x7 = rotate(x7 ^ x8, 7);
      x3 = (x3 + x4) | 0;
      x14 = rotate(x14 ^ x3, 16);
      x9 = (x9 + x14) | 0;
      x4 = rotate(x4 ^ x9, 12);
      x3 = (x3 + x4) | 0;
      x14 = rotate(x14 ^ x3, 8);
      x9 = (x9 + x14) | 0;
      x4 = rotate(x4 ^ x9, 7);
    }
    out[o] = x0 + SIGMA[0];
    out[o + 1] = x1 + SIGMA[1];
    out[o + 2] = x2 + SIGMA[2];
    out[o + 3] = x3 + SIGMA[3];
    out[o + 4] = x4 + key[0]!;
    out[o + 5] = x5 + key[1]!;
    out[o + 6] = x6 + key[2]!;
    out[o + 7] = x7 + key[3]!;
    out[o + 8] = x8 + key[4]!;
    out[o + 9] = x9 + key[5]!;
    out[o + 10] = x10 + key[6]!;
    out[o + 11] = x11 + key[7]!;
    out[o + 12] = x12 + counter;
    out[o + 13] = x13 + nonce[0]!;
    out[o + 14] = x14 + nonce[1]!;
    out[o + 15] = x15 + nonce[2]!;
    state.counter = (counter + 1) >>> 0;
    if (state.counter === 0) nonce[0] = nonce[0]! + 1;
  }
}
