import {
  chachaModule,
  INPUT_BYTES,
  OUTPUT_BYTES,
  STEP_BYTES,
  type ChaChaModule,
} from './chacha-module.ts';
import { keystream, SIGMA, type ChaChaState } from './chacha.ts';

type Keystream = typeof keystream;

// Neither the language's library nor the types of the oldest Node have it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: ChaChaModule };
};

/** Beyond so many words, all streams of a process together, WebAssembly is worth its making. */
const WORTH_WORDS = 8192;
const STEP = STEP_BYTES / 4;

let drawn = 0;
let quick: Keystream | undefined;

/**
 * What {@link keystream} writes, bit for bit: by WebAssembly once much is drawn, else, and where
 * that isn't to be had, by JavaScript.
 */
export function quickKeystream(state: ChaChaState, out: Uint32Array): void {
  drawn += out.length;
  // While Node builds a start-up snapshot, which couldn't hold any, there is no WebAssembly; after it
  // there is, so this is no place to give up for good.
  if (!quick && drawn > WORTH_WORDS && 'WebAssembly' in globalThis) quick = makeQuick();
  (quick ?? keystream)(state, out);
}

/**
 * The keystream by WebAssembly, or the one by JavaScript: where WebAssembly or its SIMD is missing,
 * a policy of the page forbids it, there is no room for its memory, or it gives other words (on a
 * big-endian machine, which sees them the wrong way round).
 */
export function makeQuick(): Keystream {
  try {
    const byModule = instantiate();
    const [expected, got] = [keystream, byModule].map((write) => {
      const out = new Uint32Array(2 * STEP);
      const state = {
        key: Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
        nonce: Uint32Array.of(9, 10, 11),
        counter: 2 ** 32 - 6,
        rounds: 8,
      };
      write(state, out);
      return [...out, state.counter, ...state.nonce].join();
    });
    if (got === expected) return byModule;
  } catch {
    // Then the slower way.
  }
  return keystream;
}

function instantiate(): Keystream {
  const module = new WebAssembly.Module(chachaModule());
  const { memory, write } = new WebAssembly.Instance(module).exports;
  const input = new Uint32Array(memory.buffer, 0, INPUT_BYTES / 4);
  const output = new Uint32Array(memory.buffer, INPUT_BYTES, OUTPUT_BYTES / 4);
  input.set(SIGMA);
  return (state, out) => {
    let done = 0;
    for (let left = out.length; left >= STEP; left = out.length - done) {
      const words = Math.min(output.length, left - (left % STEP));
      input.set(state.key, 4);
      input[12] = state.counter;
      input.set(state.nonce, 13);
      write(4 * words, state.rounds / 2);
      state.counter = input[12];
      state.nonce[0] = input[13]!;
      out.set(words < output.length ? output.subarray(0, words) : output, done);
      done += words;
    }
    // What is less than a step.
    if (done < out.length) keystream(state, out.subarray(done));
  };
}
