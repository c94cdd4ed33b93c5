import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import { completionModel } from './completion/model.ts';
import { zshCompletion } from './completion/zsh.ts';
import type { CommandLine } from './table.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/**
 * A script that completes the tool's command line in a shell. Nothing of the tool runs when a key is
 * pressed: the script holds all that the table says.
 */
export function completionScript(table: CommandLine, shell: 'bash' | 'zsh' | 'fish'): string {
  return SCRIPTS[shell](completionModel(table));
}
