/** The engine of `rdo`, for other programs. */
export {
  connect,
  loadTarget,
  run,
  type Connection,
  type LoadOptions,
  type RunOptions,
  type RunResult,
  type Target,
} from './library.ts';
export { loadConfig, selectTarget, type Config, type Settings } from './config.ts';
export { planCommand, type Plan, type PlanRequest, type PlanWorld } from './plan.ts';
