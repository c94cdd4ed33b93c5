import type { Severity } from '../finding.ts';
import type { Found } from './check-run.ts';

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice' };

/** Workflow commands, which GitHub shows beside the changed lines of a pull request. */
export function formatGithub({ findings }: Found): string {
  return findings
    .map(({ severity, file, start, end, code, message, hint }) => {
      const properties = [
        `file=${property(file)}`,
        `line=${start.line}`,
        `col=${start.column}`,
        `endLine=${end.line}`,
        // GitHub takes a last column only where both stand in one line.
        ...(end.line === start.line ? [`endColumn=${Math.max(end.column - 1, start.column)}`] : []),
        `title=${property(code)}`,
      ].join(',');
      const text = hint === undefined ? message : `${message}\n${hint}`;
      return `::${levels[severity]} ${properties}::${data(text)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
