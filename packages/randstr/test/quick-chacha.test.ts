import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chachaModule, type ChaChaModule } from '../src/chacha-module.ts';
import { keystream, type ChaChaState } from '../src/chacha.ts';
import { makeQuick } from '../src/quick-chacha.ts';

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: ChaChaModule };
}

// The types of the oldest Node don't have it.
const wasm = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

const stateOf = (change: Partial<ChaChaState> = {}): ChaChaState => ({
  key: Uint32Array.from({ length: 8 }, (_, i) => 0x9e37_79b9 * (i + 1)),
  nonce: Uint32Array.of(1, 2, 3),
  counter: 0,
  rounds: 8,
  ...change,
});

/** What each of the calls gives, and where the stream stands after it. */
function drawn(write: typeof keystream, state: ChaChaState, blocks: readonly number[]): string[] {
  return blocks.map((n) => {
    const out = new Uint32Array(16 * n);
    write(state, out);
    return [...out, 'next', state.counter, ...state.nonce].join(' ');
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('by WebAssembly', () => {
  const quick = makeQuick();

  test('there is one here', () => {
    expect(quick).not.toBe(keystream);
    // Older Chromium compiles no more than this on a page's main thread while it waits.
    expect(chachaModule().length).toBeLessThan(4096);
  });

  test('word for word what JavaScript gives, from any counter on and over any lengths', () => {
    const words = (n: number) =>
      fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(
        words(8),
        words(3),
        fc.oneof(
          fc.integer({ min: 0, max: 2 ** 32 - 1 }),
          // Blocks before the counter goes on in the nonce.
          fc.integer({ min: 1, max: 1200 }).map((before) => 2 ** 32 - before),
        ),
        fc.constantFrom(8, 12, 20),
        fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 1100 })), { maxLength: 5 }),
        (key, nonce, counter, rounds, blocks) => {
          const state = (): ChaChaState =>
            stateOf({
              key: Uint32Array.from(key),
              nonce: Uint32Array.from(nonce),
              counter,
              rounds,
            });
          expect(drawn(quick, state(), blocks)).toEqual(drawn(keystream, state(), blocks));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  test.each([1, 2, 3, 4, 5, 511, 512, 513])(
    'the counter and the first word of the nonce begin anew after %i blocks',
    (before) => {
      const state = (): ChaChaState =>
        stateOf({ counter: 2 ** 32 - before, nonce: Uint32Array.of(2 ** 32 - 1, 5, 6) });
      const after = state();
      expect(drawn(quick, after, [516, 4])).toEqual(drawn(keystream, state(), [516, 4]));
      expect([after.counter, ...after.nonce]).toEqual([520 - before, 0, 5, 6]);
    },
  );

  test('as OpenSSL has it', () => {
    const state = stateOf({ rounds: 20, counter: 7 });
    const iv = Buffer.from(Uint32Array.of(state.counter, ...state.nonce).buffer);
    const cipher = createCipheriv('chacha20', Buffer.from(state.key.buffer), iv);
    const out = new Uint32Array(16 * 1027);
    quick(state, out);
    expect(Buffer.from(out.buffer).equals(cipher.update(Buffer.alloc(64 * 1027)))).toBe(true);
  });
});

describe('goes on in JavaScript', () => {
  test('without WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(makeQuick()).toBe(keystream);
  });

  test('where a policy of the page, or the lack of SIMD, forbids to compile', () => {
    vi.stubGlobal('WebAssembly', { ...members(), Module: refuse });
    expect(makeQuick()).toBe(keystream);
  });

  test('where there is no room for the memory', () => {
    vi.stubGlobal('WebAssembly', { ...members(), Instance: refuse });
    expect(makeQuick()).toBe(keystream);
  });

  test('where words are seen with their bytes the other way round', () => {
    vi.stubGlobal('WebAssembly', {
      ...members(),
      Instance: function (module: object) {
        const { memory, write } = new wasm.Instance(module).exports;
        const turn = (): unknown => Buffer.from(memory.buffer).swap32();
        const turned: ChaChaModule = {
          memory,
          write(bytes, doubleRounds) {
            turn();
            write(bytes, doubleRounds);
            turn();
          },
        };
        return { exports: turned };
      },
    });
    expect(makeQuick()).toBe(keystream);
  });
});

describe('in the course of a stream', () => {
  const calls = vi.fn();
  let quickKeystream: typeof keystream;

  beforeEach(async () => {
    vi.resetModules();
    calls.mockReset();
    ({ quickKeystream } = await import('../src/quick-chacha.ts'));
  });

  const counting = (Module: WebAssemblyApi['Module']) => ({
    ...members(),
    Module: function (bytes: Uint8Array) {
      calls();
      return new Module(bytes);
    },
  });

  test('a little doesn’t make the module, much makes it once, and nobody can tell', () => {
    vi.stubGlobal('WebAssembly', counting(wasm.Module));
    const [a, b] = [stateOf(), stateOf()];
    expect(drawn(quickKeystream, a, [1, 500])).toEqual(drawn(keystream, b, [1, 500]));
    expect(calls).not.toHaveBeenCalled();
    expect(drawn(quickKeystream, a, [512, 1, 512])).toEqual(drawn(keystream, b, [512, 1, 512]));
    expect(drawn(quickKeystream, stateOf(), [512])).toEqual(drawn(keystream, stateOf(), [512]));
    expect(calls).toHaveBeenCalledOnce();
  });

  test('what is refused once is not asked for again', () => {
    vi.stubGlobal('WebAssembly', counting(refuse as never));
    const [a, b] = [stateOf(), stateOf()];
    const blocks = [512, 512, 3, 512];
    expect(drawn(quickKeystream, a, blocks)).toEqual(drawn(keystream, b, blocks));
    expect(calls).toHaveBeenCalledOnce();
  });
});

function refuse(): never {
  throw new Error('refused');
}

/** They aren't enumerable. */
function members(): WebAssemblyApi {
  return { Module: wasm.Module, Instance: wasm.Instance };
}
