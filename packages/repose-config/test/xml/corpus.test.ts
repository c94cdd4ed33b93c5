import { describe, expect, it } from 'vitest';
import { decodeXml, encodeXml, readXml } from '../../src/xml/index.ts';
import { corpus, corpusBytes, corpusFiles } from '../corpus.ts';

describe.skipIf(!corpus.met)('every file of the corpus', () => {
  it('is judged as the reference judges it, and gives its bytes back', () => {
    for (const file of corpusFiles()) {
      const bytes = corpusBytes(file.path);
      const decoded = decodeXml(bytes);
      if (decoded.kind !== 'text') throw new Error(`${file.path}: ${decoded.problem.message}`);
      const document = readXml(decoded.text);
      expect([file.path, document.problems.length === 0]).toEqual([file.path, file.wellformed_raw]);
      const same = Buffer.compare(encodeXml(document.source), bytes) === 0;
      expect([file.path, same]).toEqual([file.path, true]);
      if (file.kind === 'config' && file.root !== undefined) {
        expect([document.root?.local, document.root?.namespace]).toEqual([
          file.root,
          file.namespace,
        ]);
      }
    }
  });
});
