export { graphOf, type Graph, type GraphBox } from './graph.ts';
export { toHtml, type HtmlOptions } from './html.ts';
export { toMermaid } from './mermaid.ts';
export { toSvg } from './svg.ts';
export type { GraphTrace } from './traces.ts';
