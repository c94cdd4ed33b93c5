import type { FilterBox, Graph, GraphBox } from './graph.ts';
import { escapeText } from './text.ts';

interface Placed {
  readonly box: GraphBox;
  readonly kind: 'node' | 'filter' | 'destination';
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

const boxWidth = 430;
const columnGap = 60;
const rowGap = 36;
const lineHeight = 18;
const margin = 24;
/** As many characters as fit into a box at 13 px, on average; longer texts are cut, and whole in the title. */
const mostChars = 56;

export interface SvgOptions {
  /** Makes each box a link to `#KEY`, for a page that has something there. Default: false. */
  readonly links?: boolean | undefined;
}

/** The picture as SVG: the client above, the chain below it, the destinations beside each other. */
export function toSvg(graph: Graph, options: SvgOptions = {}): string {
  const placed = place(graph);
  const width = Math.max(...placed.map(({ x }) => x + boxWidth), boxWidth + margin) + margin;
  const height = Math.max(...placed.map((one) => one.y + one.height), 100) + margin;
  const arrows = edges(graph, placed);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${options.links ? 'group' : 'img'}" aria-labelledby="graph-title graph-summary" font-family="system-ui, sans-serif" font-size="13">
<title id="graph-title">What requests pass through</title>
<desc id="graph-summary">${escapeText(summary(graph))}</desc>
<style>
.box { fill: #fff; stroke: #567; stroke-width: 1.5 }
.destination .box { fill: #eef6ee }
.node .box, .client .box { fill: #eef2f8 }
.error .box { stroke: #c00; stroke-width: 3 }
.warning .box { stroke: #a60; stroke-width: 3; stroke-dasharray: 6 3 }
.title { font-weight: 600 }
text { fill: #123 }
.mark { fill: #c00; font-weight: 600 }
.warning .mark { fill: #850 }
.edge { fill: none; stroke: #567; stroke-width: 1.5 }
.choice { stroke-dasharray: 4 4 }
a:focus { outline: none }
a:focus .box, a.chosen .box { stroke: #05c; stroke-width: 4 }
@media (prefers-color-scheme: dark) {
.box { fill: #1d242c; stroke: #9ab }
.destination .box { fill: #1c2b1f }
.node .box, .client .box { fill: #1c2738 }
text { fill: #e4ebf2 }
.edge { stroke: #9ab }
.error .box { stroke: #f77 } .mark { fill: #f99 } .warning .box { stroke: #fb5 } .warning .mark { fill: #fc7 }
a:focus .box, a.chosen .box { stroke: #6bf }
}
</style>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="#567"/></marker></defs>
${arrows.join('\n')}
${clientBox()}${bypassText(graph)}
${placed.map((one) => drawn(one, options)).join('\n')}
</svg>
`;
}

/** What the picture shows, in one sentence, for those who don't see it. */
export function summary({ nodes, filters, destinations, bypass }: Graph): string {
  const count = (number: number, noun: string): string =>
    `${number} ${noun}${number === 1 ? '' : 's'}`;
  const chain =
    filters.length === 0 ? 'no filter' : filters.map(({ title }) => title).join(', then ');
  const fallback = destinations.find(({ isDefault }) => isDefault);
  return `Requests come in at ${count(nodes.length, 'node')}, pass through ${chain}, and go to ${
    fallback
      ? `${fallback.title} (${fallback.url}) unless a filter chose otherwise`
      : 'no default destination'
  }; there ${destinations.length === 1 ? 'is' : 'are'} ${count(destinations.length, 'destination')}.${
    bypass === undefined || filters.length === 0
      ? ''
      : ` Requests whose path matches ${bypass} pass all filters by.`
  }`;
}

const clientHeight = 32;

function place(graph: Graph): Placed[] {
  const placed: Placed[] = [];
  let y = margin + clientHeight + rowGap;
  const row = (boxes: readonly GraphBox[], kind: Placed['kind']): void => {
    const sized = boxes.map((box) => ({ box, lines: linesOf(box) }));
    for (const [index, one] of sized.entries()) {
      const height = heightOf(one.lines);
      placed.push({ ...one, kind, x: margin + index * (boxWidth + columnGap), y, height });
    }
    if (sized.length > 0) y += Math.max(...sized.map(({ lines }) => heightOf(lines))) + rowGap;
  };
  row(graph.nodes, 'node');
  for (const filter of graph.filters) row([filter], 'filter');
  row(graph.destinations, 'destination');
  return placed;
}

function heightOf(lines: readonly string[]): number {
  return 20 + lines.length * lineHeight;
}

function linesOf(box: GraphBox): string[] {
  const { condition, configuration } = box as Partial<FilterBox>;
  return [
    box.title,
    box.about,
    ...(condition === undefined ? [] : [`only if ${condition}`]),
    ...((box as { isDefault?: boolean }).isDefault ? ['the default destination'] : []),
    placeText(box) + (configuration === undefined ? '' : `, reads ${configuration}`),
    ...marks(box),
  ];
}

export function placeText({ place }: GraphBox): string {
  return place === undefined ? '' : `${place.file}:${place.line}`;
}

function marks({ findings }: GraphBox): string[] {
  const count = (severity: string): number =>
    findings.filter((one) => one.severity === severity).length;
  const words = (['error', 'warning'] as const).flatMap((severity) => {
    const number = count(severity);
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  });
  return words.length === 0 ? [] : [`⚠ ${words.join(', ')}`];
}

export function severityOf({ findings }: GraphBox): 'error' | 'warning' | undefined {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : undefined;
}

function cut(text: string, most = mostChars): string {
  const chars = Array.from(text);
  return chars.length > most ? `${chars.slice(0, most - 1).join('')}…` : text;
}

function drawn({ box, kind, lines, x, y, height }: Placed, { links }: SvgOptions): string {
  const texts = lines.map((line, index) => {
    const name = index === 0 ? 'title' : line.startsWith('⚠') ? 'mark' : undefined;
    return `<text x="${x + 14}" y="${y + 24 + index * lineHeight}"${name ? ` class="${name}"` : ''}>${escapeText(cut(line))}</text>`;
  });
  const round = kind === 'filter' ? 4 : 16;
  const classes = [kind, severityOf(box)].filter(Boolean).join(' ');
  const said = escapeText([`${kind} ${box.title}`, ...lines.slice(1)].join('. '));
  const inner = `<title>${said}</title><rect class="box" x="${x}" y="${y}" width="${boxWidth}" height="${height}" rx="${round}"/>${texts.join('')}`;
  return links
    ? `<a href="#${box.key}" data-key="${box.key}" class="${classes}" aria-label="${said}">${inner}</a>`
    : `<g class="${classes}">${inner}</g>`;
}

function clientBox(): string {
  const middle = margin + boxWidth / 2;
  return `<g class="client"><rect class="box" x="${middle - 50}" y="${margin}" width="100" height="${clientHeight}" rx="16"/><text class="title" x="${middle}" y="${margin + 21}" text-anchor="middle">Client</text></g>`;
}

/** Says beside the client when the dashed line to the left of the filters is taken. */
function bypassText({ bypass, filters }: Graph): string {
  if (bypass === undefined || filters.length === 0) return '';
  const x = margin + boxWidth / 2 + 62;
  const text = cut(`dashed: ${bypass}`, 26);
  const whole = escapeText(`Requests whose path matches ${bypass} pass all filters by`);
  return `<text x="${x}" y="${margin + 21}"><title>${whole}</title>${escapeText(text)}</text>`;
}

function edges(graph: Graph, placed: readonly Placed[]): string[] {
  const at = new Map(placed.map((one) => [one.box.key, one]));
  const drawnEdges: string[] = [];
  const client = { x: margin, y: margin, height: clientHeight };
  let before: { x: number; y: number; height: number }[] = [client];
  const down = (boxes: readonly GraphBox[]): void => {
    if (boxes.length === 0) return;
    const next = boxes.map(({ key }) => at.get(key)!);
    for (const from of before) for (const to of next) drawnEdges.push(line(from, to));
    before = next;
  };
  down(graph.nodes);
  for (const filter of graph.filters) down([filter]);
  const fallback = graph.destinations.find(({ isDefault }) => isDefault);
  if (fallback) down([fallback]);
  if (fallback && graph.bypass !== undefined && graph.filters.length > 0) {
    const first = graph.nodes[0];
    drawnEdges.push(besides(first ? at.get(first.key)! : client, at.get(fallback.key)!));
  }
  for (const filter of graph.filters) {
    for (const key of filter.leadsTo) drawnEdges.push(choice(at.get(filter.key)!, at.get(key)!));
  }
  return drawnEdges;
}

type Spot = Pick<Placed, 'x' | 'y' | 'height'>;

function line(from: Spot, to: Spot): string {
  const [x1, y1, x2, y2] = [from.x + boxWidth / 2, from.y + from.height, to.x + boxWidth / 2, to.y];
  const bend = (y1 + y2) / 2;
  return `<path class="edge" marker-end="url(#arrow)" d="M${x1} ${y1}C${x1} ${bend} ${x2} ${bend} ${x2} ${y2}"/>`;
}

/** Past all filters, on their left. */
function besides(from: Spot, to: Spot): string {
  const out = margin / 2;
  const [y1, y2] = [from.y + from.height / 2, to.y + to.height / 2];
  return `<path class="edge choice" marker-end="url(#arrow)" d="M${from.x} ${y1}H${out}V${y2}H${to.x}"/>`;
}

/** From the right side of a filter to the top of a destination that it may choose. */
function choice(from: Spot, to: Spot): string {
  const [x1, y1] = [from.x + boxWidth, from.y + from.height / 2];
  const [x2, y2] = [to.x + boxWidth - 40, to.y];
  const out = x1 + 30;
  return `<path class="edge choice" marker-end="url(#arrow)" d="M${x1} ${y1}C${out} ${y1} ${out} ${y1 + 20} ${out} ${y1 + 30}L${x2 > x1 ? x2 : out} ${Math.max(y2 - 30, y1 + 40)}L${x2} ${y2}"/>`;
}
