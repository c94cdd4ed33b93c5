import type { CommandLine } from './table.ts';
export function completionScript(table: CommandLine, shell: 'bash' | 'zsh' | 'fish'): string {
  return `# ${table.name} ${shell}\n`;
}
