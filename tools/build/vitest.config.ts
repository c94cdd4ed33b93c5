import { testConfig } from '@nearhand/test-kit/vitest';

export default testConfig();
