import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { failuresReporter } from './failures.ts';

/** The vitest settings that every package shares. What is written to test-results feeds the end of `npm test`. */
export function testConfig(test: NonNullable<ViteUserConfig['test']> = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['test/**/*.test.ts'],
      reporters: ['default', 'json', failuresReporter()],
      outputFile: { json: 'test-results/vitest.json' },
      globalSetup: [fileURLToPath(new URL('./global-setup.ts', import.meta.url))],
      // Only ends what hangs: a slow machine that is busy with something else is no failure.
      testTimeout: 120_000,
      hookTimeout: 120_000,
      maxWorkers: 2,
      ...test,
    },
  });
}
