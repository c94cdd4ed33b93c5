import type { Context } from './act.ts';
import type { Settings } from './settings.ts';
export async function runCommand(settings: Settings, given: { command: readonly string[]; context: Context }): Promise<number> {
  throw new Error(`${settings.name} ${given.command.join(' ')}`);
}
