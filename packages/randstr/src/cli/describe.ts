import type { Request } from './request.ts';

/** What `--bits` says. */
export function describeBits(
  { count, unique, seed }: Pick<Request, 'count' | 'unique' | 'seed'>,
  { bits, collision }: { readonly bits: number; readonly collision: number },
): string {
  const lines = [`${bits.toFixed(1)} bits a string: one guess in ${amount(bits)} is right`];
  if (count > 1 && !unique && Number.isFinite(count)) {
    const among = `among ${count.toLocaleString('en')} strings`;
    lines.push(
      collision === 1
        ? `two alike ${among}: certain`
        : `two alike ${among}: probability ${collision.toPrecision(2)}`,
    );
  }
  if (seed !== undefined) lines.push('whoever knows the seed need not guess');
  return lines.join('\n');
}

/** 2^bits, in digits while they can be read, and then as a power of ten. */
function amount(bits: number): string {
  if (bits < 40) return Math.round(2 ** bits).toLocaleString('en');
  const power = bits * Math.log10(2);
  return `${(10 ** (power % 1)).toFixed(1)}e${Math.floor(power)}`;
}
