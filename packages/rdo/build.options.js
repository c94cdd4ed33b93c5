import { fileURLToPath } from 'node:url';

const absent = fileURLToPath(new URL('src/clients/builtin/absent.cjs', import.meta.url));

// What a run over a shared connection loads is one file: each further one costs some 0.5 ms on Node 20,
// and each dynamic import 2 ms. What other runs load stays apart.
const LATER =
  /src\/(?:cli\/(?:connections|doctor|explain|init|several|shim|trust)|clients\/(?:builtin|engine|process)|drivers\/(?:compose|docker|kubectl|lima|local|program|vagrant)|sync\/|dry-run|describe)/;

export default {
  minify: true,
  codeSplitting: {
    groups: [
      {
        name: 'run',
        test: (id) =>
          /packages\/rdo\/src\//.test(id) && !LATER.test(id) && !/src\/(?:cli|index)\.ts$/.test(id),
      },
    ],
  },
  moduleTypes: { '.sh': 'text' },
  // ssh2 is inlined, so that an install of rdo runs no build scripts; its optional native parts, which
  // it does without, stay out.
  alias: { 'cpu-features': absent, './crypto/build/Release/sshcrypto.node': absent },
};
