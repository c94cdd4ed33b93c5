// Shell scripts are built in as they travel: encoding them at each run would take it some milliseconds.
import { readFileSync } from 'node:fs';
import { encode, withoutComments } from './src/remote/encode.ts';

export const encodedScripts = {
  name: 'encoded-scripts',
  load(id: string) {
    if (!id.endsWith('.sh')) return null;
    const encoded = encode(Buffer.from(withoutComments(readFileSync(id, 'utf8'))));
    return { code: `export default ${JSON.stringify(encoded)};`, moduleType: 'js' as const };
  },
};
