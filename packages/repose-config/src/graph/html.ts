import type { Finding } from '../finding.ts';
import type { DestinationBox, FilterBox, Graph, GraphBox } from './graph.ts';
import { script, style } from './page.ts';
import { placeText, severityOf, summary, toSvg } from './svg.ts';
import { escapeText } from './text.ts';
import { tracesHtml, type GraphTrace } from './traces.ts';

export interface HtmlOptions {
  /** What the page is called. Default: Repose. */
  readonly title?: string | undefined;
  /** Requests whose way is shown. */
  readonly traces?: readonly GraphTrace[] | undefined;
}

/**
 * The picture as one page: drawn, and in words beside it. It needs no network and asks for none, can
 * be used by keyboard, and says in text all that the drawing shows; without scripts it only lacks the
 * arrow keys.
 */
export function toHtml(graph: Graph, options: HtmlOptions = {}): string {
  const title = escapeText(options.title ?? 'Repose');
  const all = [...graph.nodes, ...graph.filters, ...graph.destinations];
  const findings = [...all.flatMap((box) => box.findings), ...graph.others];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}: filter chain</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#words">To the description in words</a>
<header>
<h1>${title}: filter chain</h1>
<p>${escapeText(summary(graph))}</p>
${graph.bypass === undefined ? '' : `<p>Requests whose path matches <code>${escapeText(graph.bypass)}</code> pass all filters by.</p>`}
${graph.services.length === 0 ? '' : `<p>Services: ${escapeText(graph.services.join(', '))}.</p>`}
<p>${counted(findings)}</p>
</header>
<div class="columns">
<nav class="drawing" aria-label="The picture: each box leads to its description" tabindex="-1">
${toSvg(graph, { links: true })}</nav>
<main id="words" tabindex="-1">
${tracesHtml(graph, options.traces ?? [])}
${section(
  'Nodes',
  'Where Repose listens',
  graph.nodes.map((box) => item(box, [])),
)}
${section(
  'Filters',
  'What requests pass through, in this order',
  graph.filters.map((box) => item(box, filterRows(graph, box))),
)}
${section(
  'Destinations',
  'Where requests go',
  graph.destinations.map((box) => item(box, destinationRows(box))),
)}
${graph.others.length === 0 ? '' : `<section aria-labelledby="others"><h2 id="others">Other findings</h2>${findingList(graph.others)}</section>`}
</main>
</div>
<script>${script}</script>
</body>
</html>
`;
}

function counted(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (errors + warnings === 0) return '<span class="fine">Nothing is wrong with it.</span>';
  const words = [
    errors === 0 ? '' : `${errors} error${errors === 1 ? '' : 's'}`,
    warnings === 0 ? '' : `${warnings} warning${warnings === 1 ? '' : 's'}`,
  ];
  return `<strong>${words.filter(Boolean).join(' and ')}</strong>, each marked where it stands.`;
}

function section(name: string, about: string, items: readonly string[]): string {
  const id = name.toLowerCase();
  const list = items.length === 0 ? '<p>None.</p>' : `<ol>${items.join('\n')}</ol>`;
  return `<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2><p>${about}.</p>${list}</section>`;
}

type Row = readonly [name: string, html: string];

function item(box: GraphBox, rows: readonly Row[]): string {
  const severity = severityOf(box);
  const where: Row[] = box.place
    ? [['written in', `<code>${escapeText(placeText(box))}</code>`]]
    : [];
  const list = [...rows, ...where]
    .map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`)
    .join('');
  return `<li id="${box.key}" tabindex="-1"${severity ? ` class="${severity}"` : ''}>
<h3>${escapeText(box.title)}${severity ? ` <span class="badge">${severity}</span>` : ''}</h3>
<p>${escapeText(box.about)}</p>
<dl>${list}</dl>
${findingList(box.findings)}</li>`;
}

function filterRows(graph: Graph, box: FilterBox): Row[] {
  const leads = graph.destinations.filter(({ key }) => box.leadsTo.includes(key));
  return [
    ['runs', box.condition === undefined ? 'always' : `only if ${code(box.condition)}`],
    ...(box.configuration === undefined
      ? []
      : [['reads', `<code>${escapeText(box.configuration)}</code>`] as Row]),
    ...(leads.length === 0
      ? []
      : [
          [
            'may choose',
            leads.map((one) => `<a href="#${one.key}">${escapeText(one.title)}</a>`).join(', '),
          ] as Row,
        ]),
  ];
}

function destinationRows(box: DestinationBox): Row[] {
  return [
    ['default', box.isDefault ? 'yes: for all requests that no filter sends elsewhere' : 'no'],
  ];
}

function code(text: string): string {
  return `<code>${escapeText(text)}</code>`;
}

function findingList(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const items = findings.map(({ severity, file, start, message, hint }) => {
    const place = `${file}:${start.line}:${start.column}`;
    return `<li class="${severity}"><strong>${severity}</strong> <code>${escapeText(place)}</code> ${escapeText(message)}.${hint === undefined ? '' : ` ${escapeText(hint)}`}</li>`;
  });
  return `<ul class="findings" aria-label="Findings">${items.join('')}</ul>`;
}
