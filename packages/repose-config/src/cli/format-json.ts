import type { Finding } from '../finding.ts';
import type { Found } from './check-run.ts';

/** What `check --json` prints. A change that breaks readers gets another `version`. */
export interface CheckReport {
  readonly version: 1;
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly findings: readonly (Omit<Finding, 'fix'> & { readonly fixable: boolean })[];
}

export function formatJson({ findings, files }: Found): string {
  const count = (severity: Finding['severity']) =>
    findings.filter((one) => one.severity === severity).length;
  const report: CheckReport = {
    version: 1,
    files,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    findings: findings.map(({ fix, ...finding }) => ({ ...finding, fixable: fix !== undefined })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
