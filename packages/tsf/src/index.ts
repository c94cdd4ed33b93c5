export {
  createTimestampedFile,
  type Committed,
  type TimestampedFile,
  type TimestampedFileOptions,
} from './file.ts';
export { type FinishOptions } from './finish.ts';
export { type RunRecord, type RunStatus } from './manifest.ts';
export { stampName, type StampNameOptions, type StampStyle } from './name.ts';
export { prune, type Limits, type Pruned, type PruneOptions } from './prune.ts';
export { listRuns, runAt, type ListOptions, type Run } from './runs.ts';
