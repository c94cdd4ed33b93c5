import { setV8Flags } from '@nearhand/core/process';

/**
 * Keeps V8 from optimizing: a long copy waits for the system and not for its own code, and to compile that takes
 * 4 to 9 MiB.
 */
export function compileNoFurther(): void {
  setV8Flags('--no-opt', '--no-maglev');
}
