// The preview of repose-config as a proxy, beside a bare proxy on Node's http and nginx.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const server = fileURLToPath(new URL('../src/proxies.js', import.meta.url));

export const title = 'repose-config preview: as a proxy';

export function run(kit) {
  return kit.scratch((dir) => compare(kit, dir));
}

async function compare(kit, dir) {
  const stops = [];
  const start = async (words) => {
    const child = spawn(kit.node, [server, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    stops.push(() => child.kill());
    const line = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    const port = Number(String(line[0]).trim());
    if (!(port > 0)) throw new Error(`${words[0]} did not start`);
    return port;
  };
  try {
    const origin = await start(['origin']);
    const folder = join(dir, 'repose');
    mkdirSync(folder);
    writeFileSync(join(folder, 'system-model.cfg.xml'), systemModel(origin));
    const ports = {
      'straight to the service': origin,
      'bare Node proxy': await start(['bare', String(origin)]),
      'repose-config preview': await start(['preview', folder]),
      nginx: kit.which('nginx') ? await startNginx(dir, origin, stops) : undefined,
    };
    const wrk = kit.which('wrk');
    const missing = (port) =>
      !wrk ? 'apt-get install wrk' : port ? undefined : 'apt-get install nginx-light';
    const rows = (pick) =>
      Object.entries(ports).map(([label, port]) => ({
        label,
        missing: missing(port),
        sample: async () => pick(await load(port)),
      }));
    const rate = await kit.measure(
      'requests per second, 32 connections',
      rows((r) => r.rate),
      {
        unit: 'requests/s',
        higherIsBetter: true,
      },
    );
    await kit.measure(
      'median latency, 32 connections',
      rows((r) => r.latency),
      { unit: 'ms' },
    );
    kit.target(
      'with an empty chain at least 0.8 of a bare Node proxy',
      rate.ratio('repose-config preview', 'bare Node proxy'),
      { atLeast: 0.8 },
    );
  } finally {
    for (const stop of stops) stop();
  }
}

/** One load of two seconds from another process. */
async function load(port) {
  const words = ['-t1', '-c32', '-d2s', '--latency', `http://127.0.0.1:${port}/`];
  const { stdout } = await execute('wrk', words);
  if (/Non-2xx/.test(stdout)) throw new Error(`answers that are no success:\n${stdout}`);
  const [, latency, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  const scale = { us: 1e-3, ms: 1, s: 1e3 };
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    latency: latency * scale[unit],
  };
}

async function startNginx(dir, origin, stops) {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const file = join(dir, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; pid ${dir}/nginx.pid; error_log stderr; worker_processes 1;
events { worker_connections 256; }
http {
  access_log off; client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f;
  uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
  upstream origin { server 127.0.0.1:${origin}; keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`,
  );
  const child = spawn('nginx', ['-c', file, '-p', dir], { stdio: 'ignore' });
  stops.push(() => child.kill());
  for (let tries = 0; tries < 50; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return port;
}

function systemModel(origin) {
  return `<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
  <nodes><node id="n" hostname="localhost" http-port="8080"/></nodes>
  <destinations>
    <endpoint id="o" protocol="http" hostname="127.0.0.1" port="${origin}" default="true"/>
  </destinations>
</system-model>
`;
}
