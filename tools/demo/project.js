import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a home folder that knows the server as `devbox`, and a project with a Makefile that the
 * server has a copy of at another path. Where there is no make, a script stands in for it.
 */
export function makeProject(base, server) {
  const home = join(base, 'here');
  const dir = join(home, 'project');
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  mkdirSync(join(dir, 'src'), { recursive: true });
  cpSync(server.knownHosts, join(home, '.ssh/known_hosts'));
  const host = [
    'Host devbox',
    `  HostName ${server.host}`,
    `  Port ${server.port}`,
    `  User ${server.user}`,
    `  IdentityFile ${server.identity}`,
    '  IdentitiesOnly yes',
  ];
  writeFileSync(join(home, '.ssh/config'), `${host.join('\n')}\n`, { mode: 0o600 });
  write(dir, {
    '.rdo.conf': [
      'driver = ssh',
      'host = devbox',
      'client = builtin',
      `directory = ${join(server.home, 'project')}`,
    ],
    Makefile: [
      'test: ; @echo "testing in $(CURDIR)" && ls src',
      'broken: ; @echo "a test failed" >&2; exit 42',
    ],
    'tasks.sh': [
      'case $1 in',
      '  test) echo "testing in $PWD" && ls src ;;',
      '  broken) echo "a test failed" >&2; exit 2 ;;',
      'esac',
    ],
    'src/words.txt': ['pear', 'apple', 'fig'],
    'package.json': ['{ "name": "project", "private": true }'],
    'node_modules/.bin/greet': ['#!/bin/sh', 'echo "hello from the project"'],
  });
  cpSync(dir, join(server.home, 'project'), { recursive: true });
  return { home, dir, make: hasMake(server.path) ? 'make' : 'sh tasks.sh' };
}

/** Whether make is here and there: on a new machine it often isn't. */
function hasMake(pathThere) {
  return [process.env.PATH, pathThere].every(
    (PATH) => spawnSync('make', ['--version'], { env: { PATH } }).status === 0,
  );
}

function write(dir, files) {
  for (const [name, lines] of Object.entries(files)) {
    const file = join(dir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`, {
      mode: lines[0].startsWith('#!') ? 0o755 : 0o644,
    });
  }
}
