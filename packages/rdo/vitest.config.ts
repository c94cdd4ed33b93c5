import { testConfig } from '@nearhand/test-kit/vitest';
import { encodedScripts } from './encoded-scripts.ts';

export default { ...testConfig(), plugins: [encodedScripts] };
