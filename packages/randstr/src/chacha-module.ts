/**
 * ChaCha as a WebAssembly module, put together when it is wanted: four blocks at a time, each as four
 * rows of four words, one row in one 128-bit register.
 *
 * The opcodes are those of the WebAssembly specification (binary format, instructions; the `v128`
 * ones follow the prefix 0xfd).
 */

/** Where the words of the block's input stand in the memory. */
export const INPUT_BYTES = 64;
/** How much is written after them at most; a multiple of {@link STEP_BYTES}. */
export const OUTPUT_BYTES = 0x8000;
/** What one step writes: four blocks, which is where a processor is busy all the time. */
export const STEP_BYTES = 256;

/** What the module exports. */
export interface ChaChaModule {
  /** 64 KiB: the 16 words of the next block's input, and then the output, all little-endian. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /**
   * Writes so many bytes of keystream, and the number of the block after them into the input.
   *
   * @param bytes - a multiple of 256, from 256 to 32768
   */
  readonly write: (bytes: number, doubleRounds: number) => void;
}

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const I32 = 0x7f;
const V128 = 0x7b;

// The locals of the function: four of type i32, of which two are its parameters, and then v128.
const BYTES = 0;
const DOUBLE_ROUNDS = 1;
const WRITTEN = 2;
const ROUND = 3;
/** The rows of the four blocks. */
const ROWS = 4;
/** The rows of the input; the last is that of the next block. */
const INPUT = 20;
/** The last row of the input of each of the four blocks. */
const LAST_ROWS = 24;
/** How bytes change places when the words are rotated by 16 and by 8 bits. */
const BY_16 = 28;
const BY_8 = 29;
/** To be added for the next block: a number of 64 bits, so that the counter goes on in the nonce. */
const ONE = 30;
const VECTORS = 27;

const LOAD = 0;
const STORE = 11;
const CONST = 12;
const SHUFFLE = 13;
const SWIZZLE = 14;
const OR = 80;
const XOR = 81;
const SHIFT_LEFT = 171;
const SHIFT_RIGHT = 173;
const ADD = 174;
const ADD_64 = 206;

const FOUR = [0, 1, 2, 3] as const;

/** The bytes of the module. Below 4 KiB: older Chromium compiles no more while a page waits. */
export function chachaModule(): Uint8Array<ArrayBuffer> {
  const code = functionBody();
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    // One type of function, with two parameters; one function of it; one memory of one page.
    ...section(1, [1, 0x60, 2, I32, I32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name('write'), 0, 0, ...name('memory'), 2, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function functionBody(): number[] {
  const code = [2, ROWS - 2, I32, VECTORS, V128];
  const get = (local: number): unknown => code.push(0x20, local);
  const set = (local: number): unknown => code.push(0x21, local);
  const tee = (local: number): unknown => code.push(0x22, local);
  // Signed: 64 to 127 would take one byte more, but don't occur.
  const number = (value: number): unknown => code.push(0x41, ...unsigned(value));
  const simd = (opcode: number, ...operands: readonly number[]): unknown =>
    code.push(0xfd, ...unsigned(opcode), ...operands);
  const memory = (opcode: number, offset: number): unknown => simd(opcode, 4, ...unsigned(offset));
  const vector = (local: number, bytes: readonly number[]): void => {
    simd(CONST, ...bytes);
    set(local);
  };
  /** changed = changed OPCODE other */
  const change = (changed: number, opcode: number, other: number): void => {
    get(changed);
    get(other);
    simd(opcode);
    set(changed);
  };
  const loop = (body: () => void): void => {
    code.push(0x03, 0x40);
    body();
    // While the number on the stack isn't 0.
    code.push(0x0d, 0, 0x0b);
  };
  const rotate = (row: number, bits: number): void => {
    get(row);
    number(bits);
    simd(SHIFT_LEFT);
    get(row);
    number(32 - bits);
    simd(SHIFT_RIGHT);
    simd(OR);
    set(row);
  };
  const moveLanes = (row: number, by: number): void => {
    get(row);
    get(row);
    simd(SHUFFLE, ...bytesOfLanes((byte) => (byte + 4 * by) % 16));
    set(row);
  };

  /** One instruction for each block, and then the next: none waits for the one before it. */
  const inBlocks = (each: (row: (number: number) => number, block: number) => void): void => {
    for (const block of FOUR) each((number) => ROWS + 4 * block + number, block);
  };
  const addXor = (sum: number, other: number, changed: number): void => {
    inBlocks((row) => change(row(sum), ADD, row(other)));
    inBlocks((row) => change(row(changed), XOR, row(sum)));
  };
  /** Four quarter-rounds, one in each lane. */
  const quarterRounds = (): void => {
    addXor(0, 1, 3);
    inBlocks((row) => change(row(3), SWIZZLE, BY_16));
    addXor(2, 3, 1);
    inBlocks((row) => rotate(row(1), 12));
    addXor(0, 1, 3);
    inBlocks((row) => change(row(3), SWIZZLE, BY_8));
    addXor(2, 3, 1);
    inBlocks((row) => rotate(row(1), 7));
  };
  /** Makes columns of the diagonals, and with -1 diagonals again of the columns. */
  const turn = (by: 1 | -1): void =>
    inBlocks((row) => {
      moveLanes(row(1), 4 + by);
      moveLanes(row(2), 2);
      moveLanes(row(3), 4 - by);
    });

  vector(
    BY_16,
    bytesOfLanes((byte) => byte ^ 2),
  );
  vector(
    BY_8,
    bytesOfLanes((byte) => (byte & 12) | ((byte + 3) & 3)),
  );
  vector(
    ONE,
    bytesOfLanes((byte) => Number(byte === 0)),
  );
  for (const row of FOUR) {
    number(0);
    memory(LOAD, 16 * row);
    set(INPUT + row);
  }
  loop(() => {
    inBlocks((row, block) => {
      for (const i of FOUR) {
        get(INPUT + i);
        set(row(i));
      }
      get(INPUT + 3);
      set(LAST_ROWS + block);
      change(INPUT + 3, ADD_64, ONE);
    });
    get(DOUBLE_ROUNDS);
    set(ROUND);
    loop(() => {
      quarterRounds();
      turn(1);
      quarterRounds();
      turn(-1);
      get(ROUND);
      number(1);
      code.push(0x6b);
      tee(ROUND);
    });
    inBlocks((row, block) => {
      for (const i of FOUR) {
        get(WRITTEN);
        get(row(i));
        get(i < 3 ? INPUT + i : LAST_ROWS + block);
        simd(ADD);
        memory(STORE, INPUT_BYTES + 64 * block + 16 * i);
      }
    });
    get(WRITTEN);
    number(STEP_BYTES);
    code.push(0x6a);
    tee(WRITTEN);
    get(BYTES);
    code.push(0x49);
  });
  number(0);
  get(INPUT + 3);
  memory(STORE, 48);
  code.push(0x0b);
  return code;
}

/** 16 bytes, each by its number. */
function bytesOfLanes(byteAt: (number: number) => number): number[] {
  return Array.from({ length: 16 }, (_, byte) => byteAt(byte));
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...new TextEncoder().encode(text)];
}
