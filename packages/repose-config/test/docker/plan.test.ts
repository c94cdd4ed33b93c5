import { execFileSync } from 'node:child_process';
import { toDisplay } from '@nearhand/core/quote';
import { describe, expect, test } from 'vitest';
import { engineHost, endpointOf } from '../../src/docker/engine.ts';
import { explainFailure } from '../../src/docker/failure.ts';
import { composeFile, dockerfile } from '../../src/docker/files.ts';
import { insideOut, listenersOf } from '../../src/docker/listeners.ts';
import {
  buildPlan,
  containerName,
  contextPlan,
  imagePlan,
  inspectPlan,
  listPlan,
  logsPlan,
  pullPlan,
  reposeImage,
  removePlan,
  restartPlan,
  runPlan,
  stopPlan,
  type RunSpec,
} from '../../src/docker/plan.ts';
import { readContainer, urlsOf } from '../../src/docker/container.ts';

const node = (hostname: string, httpPort?: number, httpsPort?: number) => ({
  id: `at-${hostname}`,
  hostname,
  httpPort,
  httpsPort,
});
const one = listenersOf({ nodes: [node('localhost', 8080)] });
const spec: RunSpec = {
  program: 'docker',
  image: 'rackerlabs/repose:9.1.0.5',
  folder: '/srv/conf',
  listeners: one,
  address: '127.0.0.1',
};
/** The words of a plan that follow an option. */
const valuesOf = (argv: readonly string[], option: string): string[] =>
  argv.flatMap((word, index) => (word === option ? [argv[index + 1]!] : []));

describe('docker run', () => {
  test('as a whole', () => {
    const name = containerName('/srv/conf');
    expect(name).toMatch(/^repose-conf-[0-9a-f]{6}$/);
    const plan = runPlan(spec);
    const label = valuesOf(plan, '--label').at(-1)!;
    expect(label).toMatch(/^nearhand\.repose-config\.plan=[0-9a-f]{12}$/);
    expect(plan.join(' ')).toBe(
      [
        `docker run --detach --init --name ${name}`,
        '--mount type=bind,source=/srv/conf,target=/etc/repose,readonly',
        '--publish 127.0.0.1:8080:8080',
        '--label nearhand.repose-config.folder=/srv/conf',
        '--label nearhand.repose-config.ports=http:8080',
        `--label ${label} rackerlabs/repose:9.1.0.5`,
      ].join(' '),
    );
  });

  test('podman has no program of its own to be process 1', () => {
    expect(runPlan({ ...spec, program: '/usr/bin/podman' })).not.toContain('--init');
  });

  test.each([
    [{}, ['127.0.0.1:8080:8080', '127.0.0.1:8443:8443', '127.0.0.1:9090:9090']],
    [{ port: 80 }, ['127.0.0.1:80:8080', '127.0.0.1:8443:8443', '127.0.0.1:9090:9090']],
    [{ port: 0 }, ['127.0.0.1::8080', '127.0.0.1:8443:8443', '127.0.0.1:9090:9090']],
    [{ address: '::1' }, ['[::1]:8080:8080', '[::1]:8443:8443', '[::1]:9090:9090']],
    [{ address: undefined }, ['8080:8080', '8443:8443', '9090:9090']],
    [{ address: undefined, port: 0 }, ['8080', '8443:8443', '9090:9090']],
  ])('%j publishes', (given, expected) => {
    const listeners = listenersOf({
      nodes: [node('localhost', 8080, 8443), node('127.0.0.1', 9090)],
    });
    expect(valuesOf(runPlan({ ...spec, listeners, ...given }), '--publish')).toEqual(expected);
  });

  test('nodes with names of their own find themselves in the container', () => {
    const nodes = [node('a.example', 8080), node('b.example', 8080), node('c.example', 8081)];
    const listeners = listenersOf({ nodes });
    expect(listeners.leftOut).toEqual(['at-b.example']);
    const plan = runPlan({ ...spec, listeners, gateway: true });
    expect(valuesOf(plan, '--add-host')).toEqual([
      'a.example:127.0.0.1',
      'c.example:127.0.0.1',
      'host.docker.internal:host-gateway',
    ]);
  });

  test('variables are handed on, and make it another plan', () => {
    const plan = runPlan({ ...spec, env: ['JAVA_OPTS=-Xmx1g', 'TOKEN'] });
    expect(valuesOf(plan, '--env')).toEqual(['JAVA_OPTS=-Xmx1g', 'TOKEN']);
    expect(valuesOf(plan, '--label').at(-1)).not.toBe(valuesOf(runPlan(spec), '--label').at(-1));
  });

  test('a path with a comma, a quote or a colon is one field of the mount', () => {
    const folder = '/srv/a "b", c:d';
    const [mount] = valuesOf(runPlan({ ...spec, folder }), '--mount');
    expect(mount).toBe('type=bind,"source=/srv/a ""b"", c:d",target=/etc/repose,readonly');
    expect(containerName(folder)).toMatch(/^repose-a-b-c-d-[0-9a-f]{6}$/);
    expect(containerName('/')).toMatch(/^repose-folder-/);
  });

  test('what is shown is what a shell runs', () => {
    const plan = runPlan({ ...spec, folder: "/srv/it's $HOME" });
    const script = `docker() { printf '%s\\0' docker "$@"; }; ${toDisplay(plan)}`;
    expect(
      execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1),
    ).toEqual(plan);
  });

  test('a system model without a port that is a number is refused', () => {
    expect(() => listenersOf({ nodes: [node('localhost')] })).toThrow('names a port');
  });
});

test('the other calls', () => {
  const shown = [
    listPlan('docker', '/srv/a'),
    inspectPlan('docker', 'c1'),
    contextPlan('docker')!,
    imagePlan('podman', 'i'),
    pullPlan('docker', 'i'),
    buildPlan('docker', { image: 'i', folder: '/srv/a' }),
    buildPlan('docker', { image: 'i', folder: '/srv/a', version: '9.1.0.5' }),
    logsPlan('docker', 'c1'),
    logsPlan('docker', 'c1', { follow: true, tail: 0, since: '2026-01-01T00:00:00Z' }),
    restartPlan('docker', 'c1'),
    stopPlan('docker', 'c1'),
    removePlan('podman', 'c1'),
  ].map(toDisplay);
  expect(shown).toEqual([
    'docker ps --all --quiet --no-trunc --filter label=nearhand.repose-config.folder=/srv/a',
    'docker container inspect c1',
    "docker context inspect --format '{{.Endpoints.docker.Host}}'",
    "podman image inspect --format '{{.Id}}' i",
    'docker pull i',
    'docker build --tag i /srv/a',
    'docker build --tag i --build-arg REPOSE_VERSION=9.1.0.5 /srv/a',
    'docker logs c1',
    'docker logs --follow --tail 0 --since 2026-01-01T00:00:00Z c1',
    'docker restart -t 10 c1',
    'docker stop -t 10 c1',
    'podman rm --force --volumes c1',
  ]);
  expect(contextPlan('podman')).toBeUndefined();
});

describe('the machine of the engine', () => {
  test.each([
    [undefined, 'localhost', false],
    ['unix:///var/run/docker.sock', 'localhost', false],
    ['npipe:////./pipe/docker_engine', 'localhost', false],
    ['tcp://127.0.0.1:2375', 'localhost', false],
    ['tcp://0.0.0.0:2375', 'localhost', false],
    ['tcp://:2375', 'localhost', false],
    ['tcp://192.168.99.100:2376', '192.168.99.100', true],
    ['192.168.99.100:2376', '192.168.99.100', true],
    ['tcp://[fd00::1]:2376', '[fd00::1]', true],
    ['ssh://me@build.example:2222', 'build.example', true],
    ['ssh://build.example/run/podman/podman.sock', 'build.example', true],
  ])('%s', (endpoint, host, remote) => {
    expect(engineHost(endpoint)).toEqual({ host, remote });
  });

  test('each program has a variable of its own', () => {
    const env = { DOCKER_HOST: 'tcp://d', CONTAINER_HOST: 'ssh://p' };
    expect(endpointOf('docker', env)).toBe('tcp://d');
    expect(endpointOf('/opt/podman', env)).toBe('ssh://p');
    expect(endpointOf('docker', {})).toBeUndefined();
  });

  test.each([
    ['0.0.0.0', false, 'http://localhost:32768'],
    ['', false, 'http://localhost:32768'],
    ['127.0.0.1', false, 'http://127.0.0.1:32768'],
    ['::1', false, 'http://[::1]:32768'],
    ['0.0.0.0', true, 'http://far.example:32768'],
    ['10.0.0.7', true, 'http://10.0.0.7:32768'],
  ])('a port bound to %j, remote: %s', (address, remote, url) => {
    const published = [{ scheme: 'http', address, port: 32_768 }];
    const host = { host: remote ? 'far.example' : 'localhost', remote };
    expect(urlsOf({ published }, host)).toEqual([url]);
  });

  test('what inspect says is put into the order of the system model', () => {
    const container = readContainer(
      JSON.stringify([
        {
          Id: 'c1',
          Name: '/repose-a',
          Image: 'sha256:1',
          State: {
            Status: 'running',
            ExitCode: 0,
            StartedAt: 's',
            FinishedAt: '0001-01-01T00:00:00Z',
          },
          Config: {
            Image: 'i',
            Labels: { 'nearhand.repose-config.ports': 'http:9090,https:8443,http:7' },
          },
          NetworkSettings: {
            Ports: {
              '8443/tcp': [{ HostIp: '', HostPort: '8443' }],
              '9090/tcp': [
                { HostIp: '0.0.0.0', HostPort: '1' },
                { HostIp: '::', HostPort: '1' },
              ],
              '7/tcp': null,
            },
          },
        },
      ]),
    );
    expect(container).toMatchObject({ name: 'repose-a', finishedAt: undefined, plan: undefined });
    expect(urlsOf(container, { host: 'localhost', remote: false })).toEqual([
      'http://localhost:1',
      'https://localhost:8443',
    ]);
  });
});

test('destinations that are the container itself', () => {
  const to = (hostname: string, port?: number) => ({ hostname, port }) as never;
  const destinations = [to('localhost', 3000), to('127.0.0.1'), to('example.org', 80)];
  expect(insideOut({ destinations })).toEqual(['localhost:3000', '127.0.0.1']);
});

describe('what an engine says, explained', () => {
  const run = ['docker', 'run', 'i'];
  const pull = ['docker', 'pull', 'i:1'];
  test.each([
    [
      run,
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
      'ENGINE_UNREACHABLE',
    ],
    [run, 'Cannot connect to Podman. Please verify your connection', 'ENGINE_UNREACHABLE'],
    [
      run,
      'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'ENGINE_REFUSED',
    ],
    [run, 'Bind for 127.0.0.1:8080 failed: port is already allocated.', 'PORT_IN_USE'],
    [run, 'listen tcp4 127.0.0.1:8080: bind: address already in use', 'PORT_IN_USE'],
    [
      run,
      'invalid mount config for type "bind": bind source path does not exist: /a',
      'FOLDER_NOT_MOUNTED',
    ],
    [pull, 'manifest for i:1 not found: manifest unknown', 'IMAGE_NOT_FOUND'],
    [
      pull,
      'pull access denied for i, repository does not exist or may require login',
      'IMAGE_NOT_FOUND',
    ],
    [
      pull,
      'Get "https://r/v2/": dial tcp: lookup r on 1.1.1.1:53: no such host',
      'NETWORK_MISSING',
    ],
    [run, 'something new', 'ENGINE_FAILED'],
  ])('%j: %s', (argv, stderr, code) => {
    const error = explainFailure({ argv, stderr, folder: 'conf' });
    expect(error.code).toBe(code);
    expect(error.hint).toContain(stderr);
    if (code === 'PORT_IN_USE') expect(error.message).toContain('port 8080');
    else expect(error.hint).toContain('repose-config preview conf');
  });
});

test('the usual image has its registry where the program wants one', () => {
  expect(reposeImage('docker', '9.1.0.5')).toBe('rackerlabs/repose:9.1.0.5');
  expect(reposeImage('podman', 'latest')).toBe('docker.io/rackerlabs/repose:latest');
});

test('a Dockerfile gives the key to one repository, and every package the same version', () => {
  expect(dockerfile).not.toContain('apt-key');
  expect(dockerfile).toContain('deb [signed-by=/etc/apt/keyrings/openrepose.asc] https://');
  const packages = [
    '',
    '-filter-bundle',
    '-extensions-filter-bundle',
    '-experimental-filter-bundle',
  ];
  for (const name of packages) {
    expect(dockerfile).toContain(`"repose${name}\${REPOSE_VERSION:+=$REPOSE_VERSION}"`);
  }
});

test('a Compose file has the ports, and either image', () => {
  const text = composeFile({ listeners: one, build: false, version: '9.1.0.5' });
  expect(text).toContain('image: rackerlabs/repose:9.1.0.5\n');
  expect(text).toContain('- "127.0.0.1:8080:8080"\n');
  expect(text).not.toContain('build:');
  expect(composeFile({ listeners: one, build: true, version: 'latest' })).toContain('build: .\n');
});
