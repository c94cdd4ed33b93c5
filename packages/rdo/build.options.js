import { fileURLToPath } from 'node:url';
import { encodedScripts } from './encoded-scripts.ts';

const absent = fileURLToPath(new URL('src/clients/builtin/absent.cjs', import.meta.url));

export default {
  minify: true,
  plugins: [encodedScripts],
  // The client with ssh2 in it.
  shared: { builtin: 'src/clients/builtin.ts' },
  // ssh2 is inlined, so that an install of rdo runs no build scripts; its optional native parts, which
  // it does without, stay out.
  alias: { 'cpu-features': absent, './crypto/build/Release/sshcrypto.node': absent },
};
