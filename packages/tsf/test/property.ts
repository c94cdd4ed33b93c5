import * as fc from 'fast-check';
import { it } from 'vitest';

export { fc };

/** A property, tried so many times with a seed of its own each run. */
export function test<T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void | Promise<void>,
  runs = 60,
): void {
  it(name, async () => {
    const property = fc.asyncProperty(
      ...(arbitraries as [fc.Arbitrary<unknown>]),
      async (...values: unknown[]) => check(...(values as T)),
    );
    await fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns: runs });
  });
}
