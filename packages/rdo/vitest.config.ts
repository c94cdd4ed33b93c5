import { testConfig } from '@nearhand/test-kit/vitest';

const config = testConfig();

export default {
  ...config,
  plugins: [
    {
      // As build.options.js does: shell scripts are built in as text.
      name: 'shell-as-text',
      transform(code: string, id: string) {
        return id.endsWith('.sh')
          ? { code: `export default ${JSON.stringify(code)}`, map: null }
          : undefined;
      },
    },
  ],
};
