import { CHARS, type Alphabet } from './alphabets.ts';
import { bigPermutation } from './big-numbers.ts';
import { keyedFill, permutation } from './permutation.ts';
import { compileRules, type Counted, type Rules } from './compile-rules.ts';
import { checkReadable, series, type UniqueState, type UniqueStrings } from './unique.ts';
import { wordSpace, type WordSpace } from './word-space.ts';

export interface UniqueRules extends Rules {
  /** Go on after the strings that this state's series has given, with the same other options. */
  readonly resume?: UniqueState | undefined;
}

interface UniqueByRules {
  readonly asked: readonly [(number | UniqueRules)?, Alphabet?];
  readonly key?: Uint32Array<ArrayBuffer> | undefined;
}

/** `unique` with rules: the key stands for an order of the strings that meet them. */
export function uniqueByRules(n: number, { asked, key }: UniqueByRules): UniqueStrings {
  const [first = 7, chars = CHARS] = asked;
  const options: UniqueRules = typeof first === 'object' ? first : { length: first, chars };
  const { length, symbols, required, dress, label } = compileRules(options, ['resume']);
  checkReadable(symbols);
  return series(n, {
    label,
    resume: options.resume,
    key,
    space(key) {
      const bare = required ? countedSpace(required, key) : wordSpace(symbols, length, key);
      return { limit: bare.limit, words: (from, to) => bare.words(from, to).map(dress) };
    },
  });
}

function countedSpace(counted: Counted, key: Uint32Array): WordSpace {
  const { size } = counted;
  const rankOf =
    size <= 2n ** 53n
      ? (
          (permute) => (index: number) =>
            BigInt(permute(index))
        )(permutation(Number(size), keyedFill(key, 0)))
      : (
          (permute) => (index: number) =>
            permute(BigInt(index))
        )(bigPermutation(size, key));
  return {
    limit: size <= 2n ** 53n ? Number(size) : 2 ** 53,
    words: (from, to) => Array.from({ length: to - from }, (_, i) => counted.at(rankOf(from + i))),
  };
}
