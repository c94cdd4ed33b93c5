import { testConfig } from '@nearhand/test-kit/vitest';

// A machine that starts takes as long as it takes.
export default testConfig();
