import { createRequire } from 'node:module';
import type { Finding } from '../finding.ts';
import { configTypes } from '../model/index.ts';
import type { Found } from './check-run.ts';

const require = createRequire(import.meta.url);

/** SARIF 2.1.0, which code scanning services read. */
export function formatSarif({ findings }: Found): string {
  const { version } = require('@nearhand/repose-config/package.json') as { version: string };
  const docs = ruleDocs();
  const ids = [...new Set(findings.map(({ code }) => code))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'repose-config',
            semanticVersion: version,
            informationUri:
              'https://github.com/nearhand/nearhand/tree/main/packages/repose-config#readme',
            rules: ids.map((id) => ({
              id,
              shortDescription: { text: docs.get(id) ?? titleOf(id) },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: Finding, ids: readonly string[]) {
  const { code, severity, message, hint, file, start, end, related } = finding;
  const location = (uri: string, region: object) => ({
    physicalLocation: { artifactLocation: { uri }, region },
  });
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  return {
    ruleId: code,
    ruleIndex: ids.indexOf(code),
    level: severity,
    message: { text: hint === undefined ? `${message}.` : `${message}. ${hint}` },
    locations: [location(uriOf(file), region)],
    ...(related
      ? {
          relatedLocations: [
            {
              ...location(uriOf(related.file), {
                startLine: related.start.line,
                startColumn: related.start.column,
              }),
              message: { text: related.message },
            },
          ],
        }
      : {}),
  };
}

/** Paths are URIs there, with slashes. */
function uriOf(file: string): string {
  return encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
}

/** The sentence of each rule between values. */
function ruleDocs(): Map<string, string> {
  const docs = new Map<string, string>();
  for (const { types } of configTypes) {
    for (const type of types.values()) {
      if (type.kind === 'complex') for (const { id, doc } of type.rules) docs.set(id, doc);
    }
  }
  return docs;
}

/** `config/unknown-element` in words. */
function titleOf(id: string): string {
  const words = id.replace(/^.*\//, '').replaceAll('-', ' ');
  return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
}
