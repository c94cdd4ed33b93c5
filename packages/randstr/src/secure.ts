import type { Fill } from './sampler.ts';

/** Words from the platform's CSPRNG. At most 16,384 at a time: its own limit is 65,536 bytes. */
export const secure: Fill = (words) => crypto.getRandomValues(words);

/**
 * Whether this process is about to be frozen into a start-up snapshot of Node, from which many will
 * start: what is drawn in advance now would come out of every one of them.
 */
export const isBuildingSnapshot = (): boolean | undefined =>
  globalThis.process?.getBuiltinModule?.('v8').startupSnapshot?.isBuildingSnapshot();
