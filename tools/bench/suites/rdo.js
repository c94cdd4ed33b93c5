import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  sharedVagrant,
  startContainer,
  startSshd,
  whyNoDocker,
  whyNoSshd,
  whyNoVagrant,
} from '@nearhand/lab';

export const title = 'rdo: a command somewhere else';

const MIB = 1024 * 1024;
/** 1 GiB, as the figures name it. */
const BULK = 1024 * MIB;

export async function run(kit) {
  if (whyNoSshd()) kit.note(`no figures over ssh: ${whyNoSshd().how}`);
  else await kit.scratch((dir) => overSsh(kit, dir));
  if (whyNoVagrant()) kit.note(`no figures beside vagrant: ${whyNoVagrant().how}`);
  else await besideVagrant(kit);
  if (whyNoDocker()) kit.note(`no figures beside docker: ${whyNoDocker().how}`);
  else await kit.scratch((dir) => besideDocker(kit, dir));
  await mapping(kit);
}

async function overSsh(kit, dir) {
  const sshd = await startSshd({ banner: false });
  try {
    mkdirSync(join(dir, 'run'), { mode: 0o700 });
    chmodSync(dir, 0o755);
    const config = [
      'driver = ssh',
      'host = lab-plain',
      `directory = ${dir}`,
      '[builtin]',
      'client = builtin',
      `host = ${sshd.host}`,
      `port = ${sshd.port}`,
      'user = nearhand-plain',
      `ident = ${sshd.identity}`,
    ];
    writeFileSync(join(dir, '.rdo.conf'), `${config.join('\n')}\n`);
    mkdirSync(join(dir, '.ssh'), { mode: 0o700 });
    spawnSync('cp', [sshd.knownHosts, join(dir, '.ssh/known_hosts')]);
    const env = {
      ...process.env,
      HOME: dir,
      XDG_RUNTIME_DIR: join(dir, 'run'),
      PATH: `${sshd.bin}:${process.env.PATH}`,
    };
    const socket = join(dir, 'run/shared');
    const shared = ['ssh', '-S', socket];
    spawnSync('ssh', ['-M', '-N', '-f', '-S', socket, 'lab-plain'], { env, stdio: 'ignore' });
    const rdo = [kit.node, kit.bin('rdo')];
    const at = { cwd: dir, env };
    spawnSync(rdo[0], [rdo[1], '--shim', 'true'], at);
    const forget = () => {
      const sockets = join(dir, 'run/rdo');
      const names = spawnSync('ls', [sockets], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter(Boolean);
      for (const name of names) {
        spawnSync('ssh', ['-S', join(sockets, name), '-O', 'exit', 'x'], { stdio: 'ignore' });
      }
      rmSync(sockets, { recursive: true, force: true });
    };

    const warm = await kit.commands('true, over ssh', [
      { label: 'rdo, warm', argv: [...rdo, 'true'], ...at },
      { label: 'rdo shim, warm', argv: [join(dir, '.rdo/bin/true')], ...at },
      { label: 'ssh, shared connection', argv: [...shared, 'lab-plain', 'true'], ...at },
      { label: 'ssh', argv: ['ssh', 'lab-plain', 'true'], ...at },
      { label: 'node -e 0', argv: [kit.node, '-e', '0'], ...at },
    ]);
    await kit.commands(
      'true, over ssh, first call',
      [
        { label: 'rdo, cold', argv: [...rdo, 'true'], before: forget, ...at },
        { label: 'rdo, built-in client', argv: [...rdo, '-e', 'builtin', 'true'], ...at },
        { label: 'ssh', argv: ['ssh', 'lab-plain', 'true'], ...at },
      ],
      { runs: 7 },
    );
    kit.target(
      'warm at most bare node + shared ssh + 15 ms',
      warm.difference('rdo, warm', 'node -e 0') - warm.median('ssh, shared connection'),
      { atMost: 15, unit: 'ms' },
    );
    kit.target('a shim at most 1.3 x the warm rdo', warm.ratio('rdo shim, warm', 'rdo, warm'), {
      atMost: 1.3,
    });

    const file = join(dir, 'bulk');
    spawnSync('truncate', ['-s', String(BULK), file]);
    chmodSync(file, 0o644);
    const sink = 'cat >/dev/null';
    const options = { runs: 5, warmup: 1, memory: true };
    const out = await kit.commands(
      '1 GiB out',
      [
        { label: 'rdo', argv: [...rdo, 'cat', file], bytes: BULK, ...at },
        { label: 'ssh', argv: ['ssh', 'lab-plain', `cat ${file}`], bytes: BULK, ...at },
      ],
      options,
    );
    const into = await kit.commands(
      '1 GiB in',
      [
        { label: 'rdo', argv: [...rdo, 'sh', '-c', sink], stdin: { file }, bytes: BULK, ...at },
        { label: 'ssh', argv: ['ssh', 'lab-plain', sink], stdin: { file }, bytes: BULK, ...at },
      ],
      options,
    );
    kit.target('throughput out at least 0.95 of ssh', out.ratio('ssh', 'rdo'), { atLeast: 0.95 });
    kit.target('throughput in at least 0.95 of ssh', into.ratio('ssh', 'rdo'), { atLeast: 0.95 });
    const peak = Math.max(out.memory('rdo') ?? NaN, into.memory('rdo') ?? NaN);
    kit.target('memory flat: peak at 1 GiB', Number.isNaN(peak) ? undefined : peak / MIB, {
      atMost: 150,
      unit: 'MiB',
    });
    if (kit.which('rsync') && kit.which('git')) await withSync(kit, { dir, env, socket });
    else kit.note('no figures of a sync: apt-get install rsync git');
    spawnSync('ssh', ['-S', socket, '-O', 'exit', 'x'], { stdio: 'ignore' });
    forget();
  } finally {
    await sshd.stop();
  }
}

/** A thousand files in a git repository: pushed before the command, by rdo and by hand. */
async function withSync(kit, { dir, env, socket }) {
  const here = join(dir, 'sync');
  const [there, byHand] = [join(dir, 'synced'), join(dir, 'by-hand')];
  for (const folder of [here, there, byHand]) mkdirSync(folder);
  for (const folder of [there, byHand]) chmodSync(folder, 0o777);
  for (let i = 0; i < 1000; i += 1) {
    mkdirSync(join(here, `d${i % 20}`), { recursive: true });
    writeFileSync(join(here, `d${i % 20}/f${i}.js`), `export const n = ${i};\n`.repeat(50));
  }
  writeFileSync(
    join(here, '.rdo.conf'),
    `driver = ssh\nhost = lab-plain\ndirectory = ${there}\nsync = rsync\n`,
  );
  const at = { cwd: here, env };
  spawnSync('git', ['init', '-q'], at);
  const rdo = [kit.node, kit.bin('rdo')];
  spawnSync(rdo[0], [rdo[1], '--trust'], at);
  const line = `rsync -az --delete -e 'ssh -S ${socket}' ./ lab-plain:${byHand}/twin/ && ssh -S ${socket} lab-plain true`;
  const rows = (before) => [
    { label: 'rdo, sync', argv: [...rdo, 'true'], before, ...at },
    { label: 'rdo, no sync', argv: [...rdo, '--no-sync', 'true'], ...at },
    { label: 'rsync -az && ssh, shared connection', argv: ['sh', '-c', line], before, ...at },
  ];
  await kit.commands('true, with 1000 files in sync', rows());
  let change = 0;
  const touch = () => writeFileSync(join(here, 'd0/f0.js'), `export const n = ${(change += 1)};\n`);
  await kit.commands('true, with one file of 1000 to send', rows(touch));
}

async function besideVagrant(kit) {
  const project = await sharedVagrant();
  const dir = join(project.dir, 'bench');
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o777);
  writeFileSync(join(dir, '.rdo.conf'), 'driver = vagrant\ndirectory = /vagrant/bench\n');
  const at = { cwd: dir, env: project.env };
  const rdo = [kit.node, kit.bin('rdo'), 'true'];
  const t = await kit.commands(
    'true, in a Vagrant machine',
    [
      { label: 'rdo, warm', argv: rdo, ...at },
      { label: 'vagrant ssh -c', argv: ['vagrant', 'ssh', '-c', 'true'], ...at },
    ],
    { runs: 5, warmup: 1 },
  );
  kit.target(
    'warm at least 10 times faster than vagrant ssh -c',
    t.ratio('vagrant ssh -c', 'rdo, warm'),
    {
      atLeast: 10,
    },
  );
}

async function besideDocker(kit, dir) {
  const container = await startContainer({ mounts: { [dir]: '/project' } });
  try {
    const config = `driver = docker\nname = ${container.name}\ndirectory = /project\n`;
    writeFileSync(join(dir, '.rdo.conf'), config);
    const compose = kit.which('docker-compose');
    const t = await kit.commands('true, in a container', [
      { label: 'rdo', argv: [kit.node, kit.bin('rdo'), 'true'], cwd: dir },
      { label: 'docker exec', argv: ['docker', 'exec', '-i', container.name, 'true'], cwd: dir },
      { label: 'node -e 0', argv: [kit.node, '-e', '0'], cwd: dir },
    ]);
    kit.target(
      'docker at most bare node + 15 ms over docker exec',
      t.difference('rdo', 'node -e 0') - t.median('docker exec'),
      { atMost: 15, unit: 'ms' },
    );
    if (compose) await besideCompose(kit, dir, container.image);
  } finally {
    await container.remove();
  }
}

async function besideCompose(kit, dir, image) {
  const text = `version: '3.7'\nservices:\n  web:\n    image: ${image}\n    init: true\n    command: sleep infinity\n    volumes: ['.:/project']\n`;
  writeFileSync(join(dir, 'docker-compose.yml'), text);
  writeFileSync(join(dir, '.rdo.conf'), 'driver = compose\nservice = web\ndirectory = /project\n');
  spawnSync('docker-compose', ['up', '-d'], { cwd: dir, stdio: 'ignore' });
  try {
    const t = await kit.commands(
      'true, in a service of Compose',
      [
        { label: 'rdo', argv: [kit.node, kit.bin('rdo'), 'true'], cwd: dir },
        {
          label: 'docker-compose exec',
          argv: ['docker-compose', 'exec', '-T', 'web', 'true'],
          cwd: dir,
        },
        { label: 'node -e 0', argv: [kit.node, '-e', '0'], cwd: dir },
      ],
      { runs: 7, warmup: 1 },
    );
    kit.target(
      'compose at most bare node + 15 ms over docker-compose exec',
      t.difference('rdo', 'node -e 0') - t.median('docker-compose exec'),
      { atMost: 15, unit: 'ms' },
    );
  } finally {
    spawnSync('docker-compose', ['down', '-t', '0'], { cwd: dir, stdio: 'ignore' });
  }
}

/** Output with a path in every line, as a linter's, through the translation of paths. */
async function mapping(kit) {
  const { textMapper, pathTable } = await import('@nearhand/rdo/map-text');
  const table = pathTable([['/srv/app', '/home/me/project']]);
  const line =
    '/srv/app/src/components/Button.js:12:5: error: this is what a linter says about a line\n';
  const chunk = Buffer.from(line.repeat(Math.ceil(65_536 / line.length))).subarray(0, 65_536);
  const bytes = 256 * MIB;
  const t = await kit.measure(
    'translating paths in output',
    [
      {
        label: 'a path in every line',
        sample() {
          let given = 0;
          const mapper = textMapper(table, (part) => (given += part.length));
          const start = process.hrtime.bigint();
          for (let done = 0; done < bytes; done += chunk.length) mapper.write(chunk);
          mapper.flush();
          return given === 0 ? 0 : bytes / 1e6 / (Number(process.hrtime.bigint() - start) / 1e9);
        },
      },
    ],
    { unit: 'MB/s', higherIsBetter: true },
  );
  kit.target('translation at least 200 MB/s', t.median('a path in every line'), {
    atLeast: 200,
    unit: 'MB/s',
  });
}
