import type { CliContext, Options } from '@nearhand/core/cli';
import { forwardSignals, type Outcome } from '@nearhand/core/process';
import { openFolder } from '../folder/folder.ts';
import { startPreview, type PreviewEvent } from '../preview/preview.ts';
import type { Chain } from '../simulate/index.ts';
import { givenHost, judge, loadFolder, refuseErrors, showFindings, usage } from './folder-io.ts';

/** Serves until a signal ends it. */
export async function runPreview(context: CliContext<Options>): Promise<Outcome> {
  const { world, report, rest } = context;
  const { port, host: named } = context.commandValues as {
    readonly port?: number;
    readonly host?: string;
  };
  const host = givenHost(named);
  if (rest.length > 1) throw usage('preview takes one folder');
  // For its messages about a folder that isn't there, or holds nothing.
  const loaded = await loadFolder(world, rest[0]);
  const { name, dir } = loaded;
  let { folder } = loaded;
  const findingsOf = (texts: ReadonlyMap<string, string>, others: readonly string[]) => {
    folder = openFolder(texts, { others });
    return judge(folder);
  };
  await refuseErrors(world, loaded, 'and Repose would not run it either');

  const onEvent = (event: PreviewEvent): void => {
    if (event.kind === 'origin-error') {
      report.warn(`${event.request}: ${event.error.message || event.error.name}`);
    } else if (event.kind === 'reloaded') {
      report.note(`the change counts from now on (${describe(event.chain)})`);
    } else {
      void showFindings(world, name, { folder, findings: event.findings });
      report.warn('the change is not taken, and the last good configuration stays');
    }
  };
  const preview = await startPreview({ dir, check: findingsOf, host, port, onEvent });
  introduce(preview.chain, preview.urls, report);

  return new Promise((resolve) => {
    const stop = forwardSignals(
      (signal) => {
        stop();
        void preview.close().then(() => resolve({ kind: 'signal', signal }));
      },
      { shared: false },
    );
  });
}

/** Says at the start what is simulated and what isn't. */
function introduce(
  chain: Chain,
  urls: readonly string[],
  report: { note(text: string): void; warn(text: string): void },
): void {
  const simulated = chain.filters.filter(({ prepared }) => prepared).map(({ name }) => name);
  const passedOver = chain.filters.filter(({ passedOver: why }) => why !== undefined);
  report.note(
    `simulates ${simulated.length === 0 ? 'a chain without filters' : simulated.join(', ')}`,
  );
  for (const filter of passedOver) report.warn(`passes over ${filter.name}: ${filter.passedOver}`);
  for (const service of chain.services) report.warn(`passes over the service ${service}`);
  if (chain.nodes.some(({ httpsPort }) => httpsPort !== undefined)) {
    report.warn('passes over https-port: only HTTP is listened for');
  }
  for (const warning of chain.warnings) report.warn(warning);
  for (const url of urls) report.note(`ready: curl -i ${url}/`);
}

function describe({ filters, destinations }: Chain): string {
  const usual = destinations.find(({ isDefault }) => isDefault);
  const count = filters.length === 1 ? '1 filter' : `${filters.length} filters`;
  return `${count}, to ${usual ? whereTo(usual) : 'nowhere'}`;
}

function whereTo({ protocol, hostname, port, rootPath }: Chain['destinations'][number]): string {
  return `${protocol}://${hostname}${port === undefined ? '' : `:${port}`}${rootPath}`;
}
