/** The engine of `rdo`, for other programs. */
export { loadConfig, selectTarget, type Config, type Settings } from './config.ts';
export { planCommand, type Plan, type PlanRequest, type PlanWorld } from './plan.ts';
