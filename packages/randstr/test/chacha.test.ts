import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keystream } from '../src/chacha.ts';

/** The keystream as bytes, each word little-endian. */
function bytesOf(given: {
  key: Uint8Array;
  nonce?: Uint8Array;
  counter?: number;
  rounds?: number;
  blocks?: number;
}): string {
  const words = (bytes: Uint8Array): Uint32Array => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
  };
  const { key, nonce = new Uint8Array(12), counter = 0, rounds = 20, blocks = 1 } = given;
  const out = new Uint32Array(16 * blocks);
  keystream({ key: words(key), nonce: words(nonce), counter, rounds }, out);
  const view = new DataView(new ArrayBuffer(4 * out.length));
  out.forEach((word, i) => view.setUint32(4 * i, word, true));
  return Buffer.from(view.buffer).toString('hex');
}

const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const counting = Uint8Array.from({ length: 32 }, (_, i) => i);

describe('RFC 8439', () => {
  test('section 2.3.2', () => {
    const nonce = hex('00 00 00 09 00 00 00 4a 00 00 00 00');
    expect(bytesOf({ key: counting, nonce, counter: 1 })).toBe(
      '10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e' +
        'd2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e',
    );
  });

  test('appendix A.1, vectors 1 and 2', () => {
    expect(bytesOf({ key: new Uint8Array(32), blocks: 2 })).toBe(
      '76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7' +
        'da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586' +
        '9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed' +
        '29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f',
    );
  });

  test('appendix A.1, vectors 3 and 4', () => {
    const last = new Uint8Array(32);
    last[31] = 1;
    expect(bytesOf({ key: last, counter: 1 })).toMatch(/^3aeb5224ecf849929b9d828db1ced4dd/);
    const second = new Uint8Array(32);
    second[1] = 0xff;
    expect(bytesOf({ key: second, counter: 2 })).toMatch(/^72d54dfbf12ec44b362692df94137f32/);
  });
});

// The test vectors of the ChaCha family for all-zero keys.
test('8 and 12 rounds', () => {
  const key = new Uint8Array(32);
  expect(bytesOf({ key, rounds: 8 })).toBe(
    '3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e' +
      '984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42',
  );
  expect(bytesOf({ key, rounds: 12 })).toBe(
    '9bf49a6a0755f953811fce125f2683d50429c3bb49e074147e0089a52eae155f' +
      '0564f879d27ae3c02ce82834acfa8c793a629f2ca0de6919610be82f411326be',
  );
});

test('as OpenSSL has it, whatever the key, the nonce and the counter', () => {
  const bytes = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });
  fc.assert(
    fc.property(
      bytes(32),
      bytes(12),
      fc.integer({ min: 0, max: 2 ** 32 - 10 }),
      (key, nonce, counter) => {
        const iv = Buffer.alloc(16);
        iv.writeUInt32LE(counter, 0);
        iv.set(nonce, 4);
        const cipher = createCipheriv('chacha20', key, iv);
        const expected = cipher.update(Buffer.alloc(256)).toString('hex');
        expect(bytesOf({ key, nonce, counter, blocks: 4 })).toBe(expected);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

test('the counter goes on in the nonce, so that the stream never begins anew', () => {
  const state = {
    key: new Uint32Array(8),
    nonce: new Uint32Array(3),
    counter: 2 ** 32 - 1,
    rounds: 8,
  };
  const out = new Uint32Array(32);
  keystream(state, out);
  expect(state.counter).toBe(1);
  expect([...state.nonce]).toEqual([1, 0, 0]);
});
