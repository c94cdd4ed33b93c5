import type { Step, Trace } from '../simulate/index.ts';
import type { Graph } from './graph.ts';
import { escapeText } from './text.ts';

/** What happens to one request, for the page. */
export interface GraphTrace {
  /** The request as a person writes it: `GET /v1/things`. */
  readonly request: string;
  readonly trace: Pick<Trace, 'steps' | 'forward' | 'answer'>;
}

const words: Readonly<Record<Step['outcome'], string>> = {
  ran: 'ran',
  answered: 'answered',
  skipped: 'skipped',
  'passed-over': 'not simulated',
};

/** The box that a step belongs to, told by where both are written. */
function keyOf(graph: Graph, { place }: Step): string | undefined {
  return graph.filters.find(
    (box) => box.place?.line === place?.line && box.place?.column === place?.column,
  )?.key;
}

/** By the key of a box, what the request did there; for the page's script. */
export function outcomes(
  graph: Graph,
  { trace }: GraphTrace,
): Record<string, Step['outcome'] | 'reached'> {
  const found: Record<string, Step['outcome'] | 'reached'> = {};
  for (const step of trace.steps) {
    const key = keyOf(graph, step);
    if (key !== undefined) found[key] = step.outcome;
  }
  const end = graph.destinations.find((box) => box.title === trace.forward?.destination.id);
  if (end) found[end.key] = 'reached';
  return found;
}

/** The section of the page that says what happens to each request. */
export function tracesHtml(graph: Graph, traces: readonly GraphTrace[]): string {
  if (traces.length === 0) return '';
  const parts = traces.map((one, index) => {
    const steps = one.trace.steps.map((step) => stepHtml(graph, step)).join('\n');
    const data = escapeText(JSON.stringify(outcomes(graph, one)));
    return `<section class="trace" id="trace-${index + 1}" tabindex="-1" aria-labelledby="trace-title-${index + 1}" data-outcomes="${data}">
<h3 id="trace-title-${index + 1}"><code>${escapeText(one.request)}</code></h3>
<p><button type="button" aria-pressed="false" hidden>Show in the picture</button></p>
<ol>${steps}</ol>
<p>${endHtml(graph, one)}</p>
</section>`;
  });
  return `<section aria-labelledby="traces"><h2 id="traces">What happens to a request</h2>${parts.join('\n')}</section>`;
}

function stepHtml(graph: Graph, step: Step): string {
  const key = keyOf(graph, step);
  const name = escapeText(step.name);
  const { added, removed, target } = step.changes;
  const rows = [
    ...(target ? [`<del>${escapeText(target[0])}</del> <ins>${escapeText(target[1])}</ins>`] : []),
    ...removed.map(([header, value]) => `<del>${escapeText(`${header}: ${value}`)}</del>`),
    ...added.map(([header, value]) => `<ins>${escapeText(`${header}: ${value}`)}</ins>`),
    ...step.notes.map(escapeText),
  ];
  const changes =
    rows.length === 0 ? '' : `<ul>${rows.map((row) => `<li>${row}</li>`).join('')}</ul>`;
  const why = step.why === '' ? '' : `, because ${escapeText(step.why)}`;
  return `<li class="${step.outcome}">${key === undefined ? name : `<a href="#${key}">${name}</a>`}: ${words[step.outcome]}${why}${changes}</li>`;
}

function endHtml(graph: Graph, { trace: { forward, answer } }: GraphTrace): string {
  if (!forward) return answer ? `Repose answers ${answer.status} itself.` : '';
  const { id } = forward.destination;
  const box = graph.destinations.find(({ title }) => title === id);
  const to = box ? `<a href="#${box.key}">${escapeText(id)}</a>` : escapeText(id);
  return `It goes to ${to}: <code>${escapeText(`${forward.method} ${forward.url}`)}</code>`;
}
