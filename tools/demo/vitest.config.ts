import { testConfig } from '@nearhand/test-kit/vitest';

export default testConfig({ testTimeout: 90_000 });
