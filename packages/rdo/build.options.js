import { fileURLToPath } from 'node:url';

const absent = fileURLToPath(new URL('src/clients/builtin/absent.cjs', import.meta.url));

export default {
  moduleTypes: { '.sh': 'text' },
  // ssh2 is inlined, so that an install of rdo runs no build scripts; its optional native parts, which
  // it does without, stay out.
  alias: { 'cpu-features': absent, './crypto/build/Release/sshcrypto.node': absent },
};
