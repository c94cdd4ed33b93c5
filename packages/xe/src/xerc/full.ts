import { createRequire } from 'node:module';
import { ToolError } from '@nearhand/core/errors';
import type * as Library from 'yaml';
import type { Tree, TreeEntry } from './tree.ts';

type Yaml = typeof Library;

/**
 * Reads any YAML, with the library. It is loaded at its first use and at once (`require`), so that
 * resolving stays a plain function.
 *
 * @throws ToolError `XERC_SYNTAX` with the place
 */
export function readFully(text: string, file: string): Tree | undefined {
  const yaml = createRequire(import.meta.url)('yaml') as Yaml;
  const counter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const spotAt = (offset: number): { line: number; column: number } => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    throw new ToolError(`not valid YAML: ${problem.message}`, {
      code: 'XERC_SYNTAX',
      place: { file, ...spotAt(problem.pos[0]) },
    });
  }
  const convert = (node: unknown, depth: number): Tree => {
    const start = yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0;
    const spot = spotAt(start);
    if (depth > 20) {
      throw new ToolError('nested too deeply', {
        code: 'XERC_SYNTAX',
        place: { file, ...spot },
      });
    }
    if (yaml.isAlias(node)) return convert(node.resolve(document), depth + 1);
    if (yaml.isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => convert(item, depth + 1)), ...spot };
    }
    if (yaml.isMap(node)) {
      const entries: TreeEntry[] = node.items.map((pair) => {
        const key = pair.key;
        const at = spotAt(yaml.isNode(key) ? (key.range?.[0] ?? 0) : 0);
        return {
          key: String(yaml.isScalar(key) ? key.value : key),
          node: convert(pair.value, depth + 1),
          ...at,
        };
      });
      return { kind: 'map', entries, ...spot };
    }
    const value: unknown = yaml.isScalar(node) ? node.value : null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', value, ...spot };
    }
    // Dates and the like keep the text that was written.
    const source = yaml.isScalar(node) && value !== null ? (node.source ?? null) : null;
    return { kind: 'scalar', value: source, ...spot };
  };
  return document.contents === null ? undefined : convert(document.contents, 0);
}
