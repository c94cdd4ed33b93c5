export { stampName, type StampNameOptions, type StampStyle } from './name.ts';
export { listRuns, runAt, type ListOptions, type Run } from './runs.ts';
export { prune, type Limits, type Pruned, type PruneOptions } from './prune.ts';
