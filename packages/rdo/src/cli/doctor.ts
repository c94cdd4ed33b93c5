import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { isToolError, type ToolError } from '@nearhand/core/errors';
import type { RdoContext } from '../cli.ts';
import { selectTarget, loadConfig, type Settings } from '../config.ts';
import { planCommand, type Plan } from '../plan.ts';
import { runPlan } from '../run.ts';
import type { SyncPlan } from '../sync-plan.ts';
import { requireTrust } from '../trusting.ts';
import { chosenTarget } from './request.ts';
import { clientIo } from './run-command.ts';

interface Check {
  readonly step: string;
  readonly ok: boolean | 'warning';
  readonly detail: string;
  readonly hint?: string | undefined;
}

/** Further off than this, builds by time stamps go wrong. */
const CLOCK_SECONDS = 5;

/** What is looked at over there; one line for each answer. */
const PROBE = [
  'echo "date $(date +%s)"',
  'if [ -w . ]; then echo "write yes"; else echo "write no"; fi',
  'echo "system $(uname -s -m)"',
  'echo "user $(id -un)"',
].join('; ');

/** With a sync the folder may have to be made first: then the one above it is looked at. */
const PROBE_SYNC = [
  'd=$1',
  'until [ -d "$d" ]; do d=$(dirname -- "$d"); echo "missing yes"; done',
  'cd -- "$d"',
  'echo "rsync $(rsync --version 2>/dev/null | head -n 1)"',
  PROBE,
].join('; ');

/** `--doctor`: every step on the way to a command, and what to do about the one that fails. */
export async function doctorCommand(context: RdoContext): Promise<number> {
  const { world, values, report } = context;
  const checks: Check[] = [];
  try {
    await examine(context, checks);
  } catch (error) {
    if (!isToolError(error)) throw error;
    checks.push(failed(stepOf(error), error));
  }
  if (values.json) {
    world.stdout.write(`${JSON.stringify({ version: 1, checks }, null, 2)}\n`);
  } else {
    for (const { step, ok, detail, hint } of checks) {
      const mark =
        ok === true
          ? report.paint('green', 'ok  ')
          : ok === false
            ? report.paint('red', 'FAIL')
            : report.paint('yellow', 'warn');
      world.stdout.write(`${mark}  ${step.padEnd(12)}  ${detail}\n`);
      if (hint !== undefined)
        world.stdout.write(`${hint.replaceAll(/^/gm, '                    ')}\n`);
    }
  }
  return checks.some(({ ok }) => ok === false) ? 1 : 0;
}

async function examine(context: RdoContext, checks: Check[]): Promise<void> {
  const { world } = context;
  const config = loadConfig(world);
  checks.push({ step: 'config', ok: true, detail: config.file });
  const settings: Settings = selectTarget(config, chosenTarget(context));
  checks.push({ step: 'target', ok: true, detail: settings.target });
  requireTrust(settings, world.env);
  checks.push({ step: 'trust', ok: true, detail: 'nothing that needs it, or trusted' });
  const request = { argv: [Buffer.from('true')], noStdin: true, tty: false };
  const { sync, ...asked } = planCommand(settings, request, world);
  const plan = sync ? await syncProbe(asked, sync) : probe(asked);
  const stdout = new PassThrough();
  const chunks: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let noise = '';
  const sent = Date.now();
  const outcome = await runPlan(plan, {
    io: clientIo(world),
    stdout,
    stderr: new PassThrough().resume(),
    progress: (text) => world.stderr.write(text),
    onNoise: (text) => (noise += text.toString('utf8')),
  });
  const took = Date.now() - sent;
  if (outcome.kind === 'not-started') throw outcome.error;
  const said = Buffer.concat(chunks).toString('utf8');
  const answer = (name: string): string => new RegExp(`^${name} (.*)$`, 'm').exec(said)?.[1] ?? '';
  checks.push({
    step: 'connection',
    ok: true,
    detail: `${plan.transport.driver}: ${answer('user')} on ${answer('system')}, ${took} ms`,
  });
  checks.push({
    step: 'directory',
    ok: true,
    detail: `${asked.directory}${answer('missing') === 'yes' ? ' (the first push makes it)' : ''}`,
  });
  checks.push(
    answer('write') === 'yes'
      ? { step: 'write', ok: true, detail: 'the directory can be written to' }
      : {
          step: 'write',
          // A sync writes before every command.
          ok: sync ? false : 'warning',
          detail: `${answer('user')} cannot write to ${asked.directory}`,
          hint: `${sync ? 'Every push' : 'Builds there'} will fail: change its owner there, or set \`user\` or use_sudo.`,
        },
  );
  if (sync) {
    checks.push(rsyncCheck('here', rsyncHere(world)), rsyncCheck('there', answer('rsync')));
  }
  const off = Math.round(Number(answer('date')) - (sent + took / 2) / 1000);
  checks.push(
    Math.abs(off) <= CLOCK_SECONDS
      ? { step: 'clock', ok: true, detail: 'the same as here' }
      : {
          step: 'clock',
          ok: 'warning',
          detail: `${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} here`,
          hint: 'make and its like compare time stamps: let both machines follow NTP.',
        },
  );
  checks.push(
    noise.trim() === ''
      ? { step: 'shell', ok: true, detail: 'its start-up files are silent' }
      : {
          step: 'shell',
          ok: 'warning',
          detail: `a start-up file there prints ${JSON.stringify(noise.trim().slice(0, 40))}`,
          hint: 'rdo keeps it out of your output; scp, rsync and git do not. Print only in interactive shells.',
        },
  );
}

function probe(plan: Omit<Plan, 'sync'>): Plan {
  const argv = ['sh', '-c', PROBE].map((word) => Buffer.from(word));
  return { ...plan, argv, sync: undefined };
}

async function syncProbe(plan: Omit<Plan, 'sync'>, { directory }: SyncPlan): Promise<Plan> {
  const { remoteFolder } = await import('../sync/server.ts');
  const [from, folder] = remoteFolder(directory);
  const argv = ['sh', '-c', PROBE_SYNC, 'sh', folder].map((word) => Buffer.from(word));
  return { ...plan, argv, directory: from, sync: undefined };
}

/** What `rsync --version` says, as a check. macOS brings another program of that name. */
function rsyncCheck(side: 'here' | 'there', said: string): Check {
  const [, major, minor] = /^rsync\s+version\s+v?(\d+)\.(\d+)/.exec(said) ?? [];
  const fits = Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 1);
  const step = `rsync ${side}`;
  if (fits) return { step, ok: true, detail: `${major}.${minor}` };
  return {
    step,
    ok: false,
    detail: said.trim() === '' ? `there is no rsync ${side}` : said.trim(),
    hint: 'sync needs rsync 3.1 or newer: apt-get, dnf or brew install rsync, or apk add rsync',
  };
}

function rsyncHere(world: RdoContext['world']): string {
  const env = world.env as NodeJS.ProcessEnv;
  return spawnSync('rsync', ['--version'], { env, encoding: 'utf8' }).stdout?.split('\n')[0] ?? '';
}

function failed(step: string, error: ToolError): Check {
  return { step, ok: false, detail: error.message, hint: error.hint };
}

function stepOf({ code, phase }: ToolError): string {
  if (phase !== undefined) return code.startsWith('REMOTE_DIRECTORY') ? 'directory' : phase;
  if (code === 'UNTRUSTED') return 'trust';
  return code === 'CONFIG_UNKNOWN_TARGET' ? 'target' : 'config';
}
