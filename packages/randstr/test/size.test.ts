import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';

/** What a user writes, bundled and minified from the built package. */
const bundlers = {
  async esbuild(source: string): Promise<string> {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: '.' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    return outputFiles[0]!.text;
  },
  async rolldown(source: string): Promise<string> {
    const bundle = await rolldown({
      input: 'entry',
      platform: 'browser',
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === 'entry' ? `${process.cwd()}/entry.js` : null),
          load: (id) => (id.endsWith('/entry.js') ? source : null),
        },
      ],
    });
    const { output } = await bundle.generate({ format: 'esm', minify: true });
    await bundle.close();
    return output[0].code;
  },
};

const KIB = 1024;

describe.each(Object.entries(bundlers))('as %s bundles it', (_name, bundle) => {
  const size = async (source: string): Promise<number> =>
    brotliCompressSync(await bundle(source)).length;

  test('the default import is at most 1 KiB', async () => {
    const source = `export { randstr } from '@nearhand/randstr';`;
    expect(await size(source)).toBeLessThanOrEqual(KIB);
    const code = await bundle(source);
    for (const absent of ['BigInt', 'resume', 'bdfghjkl', 'ABCDEFG', 'RANDSTR_SEED', 'node:']) {
      expect(code).not.toContain(absent);
    }
  });

  test.each([
    ['an alphabet costs itself', `{ randstr, URL_SAFE }`, '@nearhand/randstr', KIB + 80],
    ['seeded', '{ seeded }', '@nearhand/randstr/seeded', 3 * KIB],
    ['unique', '{ unique }', '@nearhand/randstr/unique', 3.5 * KIB],
    ['rules', '{ randstr }', '@nearhand/randstr/rules', 3 * KIB],
    ['entropy', '{ bits }', '@nearhand/randstr/entropy', 2.5 * KIB],
    ['everything', '{ randstr }', '@nearhand/randstr/full', 8 * KIB],
  ])('%s', async (_what, names, from, limit) => {
    const source = `export ${names} from '${from}';`;
    expect(await size(source)).toBeLessThanOrEqual(limit);
  });
});
