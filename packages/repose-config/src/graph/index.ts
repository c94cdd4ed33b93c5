export { graphOf, type Graph, type GraphBox } from './graph.ts';
export { toHtml } from './html.ts';
export { toMermaid } from './mermaid.ts';
export { toSvg } from './svg.ts';
