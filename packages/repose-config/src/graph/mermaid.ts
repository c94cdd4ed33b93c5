import type { Graph, GraphBox } from './graph.ts';

/** The picture as a Mermaid flowchart, for READMEs and wikis that draw it. */
export function toMermaid(graph: Graph): string {
  const lines = ['flowchart TD', '  client(["Client"])'];
  const entries = graph.nodes.map((node) => {
    lines.push(`  ${node.key}["${label(node, [])}"]`);
    lines.push(`  client --> ${node.key}`);
    return node.key;
  });
  let before = entries.length > 0 ? entries : ['client'];
  for (const filter of graph.filters) {
    const when = filter.condition === undefined ? [] : [`only if ${filter.condition}`];
    lines.push(`  ${filter.key}["${label(filter, when)}"]`);
    for (const one of before) lines.push(`  ${one} --> ${filter.key}`);
    before = [filter.key];
  }
  for (const destination of graph.destinations) {
    lines.push(
      `  ${destination.key}(["${label(destination, destination.isDefault ? ['default'] : [])}"])`,
    );
  }
  const [fallback] = graph.destinations.filter((one) => one.isDefault);
  if (fallback) for (const one of before) lines.push(`  ${one} --> ${fallback.key}`);
  for (const filter of graph.filters) {
    for (const key of filter.leadsTo) lines.push(`  ${filter.key} -. chooses .-> ${key}`);
  }
  if (fallback && graph.bypass !== undefined && graph.filters.length > 0) {
    const when = quote(`if the path matches ${graph.bypass}`);
    const from = entries.length > 0 ? entries : ['client'];
    for (const one of from) lines.push(`  ${one} -.->|"${when}"| ${fallback.key}`);
  }
  const bad = marked(graph, 'error');
  const odd = marked(graph, 'warning').filter((key) => !bad.includes(key));
  if (bad.length > 0)
    lines.push('  classDef error stroke:#c00,stroke-width:3px', `  class ${bad.join(',')} error`);
  if (odd.length > 0)
    lines.push(
      '  classDef warning stroke:#b80,stroke-width:3px',
      `  class ${odd.join(',')} warning`,
    );
  return `${lines.join('\n')}\n`;
}

function label(box: GraphBox, more: readonly string[]): string {
  const findings = box.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, message }) => `${severity}: ${message}`);
  return [box.title, box.about, ...more, ...findings].map(quote).join('<br/>');
}

/** Text inside a quoted label: Mermaid knows entities, and would read anything else as its own syntax. */
function quote(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:;/()=?!*+'-]/gu, (char) =>
    /\s/.test(char) ? ' ' : `#${char.codePointAt(0)};`,
  );
}

function marked(graph: Graph, severity: string): string[] {
  return [...graph.nodes, ...graph.filters, ...graph.destinations]
    .filter((box) => box.findings.some((finding) => finding.severity === severity))
    .map(({ key }) => key);
}
