import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startContainer, type Container } from '@nearhand/lab';
import { needDocker } from '@nearhand/lab/need';
import { runFile } from '@nearhand/test-kit';
import { contract } from './contract.ts';
import { projectFolder, rdo, writeProject, type Machine } from './machine.ts';

/**
 * There is no cluster: this takes the words of `kubectl exec` and `kubectl get` as the reference of kubectl
 * gives them, and nothing else, and is over a real container what kubectl is over a real pod. A client that is
 * killed leaves the process alive, and a status other than 0 is said on stderr.
 */
const KUBECTL = String.raw`#!/bin/sh
refuse() { echo "$1" >&2; exit 1; }
namespace=default
while :; do
  case $1 in
  --context) [ "$2" = lab ] || refuse "error: context \"$2\" does not exist"; shift 2 ;;
  --namespace) namespace=$2; shift 2 ;;
  *) break ;;
  esac
done
verb=$1
shift
case $verb in
get)
  [ "$*" = "pods -l $3 --field-selector=status.phase=Running -o name" ] || refuse "error: unknown words: $*"
  [ "$namespace/$3" != shop/app=web ] || echo pod/web-7d4b9
  exit 0
  ;;
exec) ;;
*) refuse "error: unknown command \"$verb\" for \"kubectl\"" ;;
esac
stdin= terminal= pod= container=app
while [ "$1" != -- ]; do
  case $1 in
  -i) stdin=-i ;;
  -t) terminal=1 ;;
  -c) container=$2; shift ;;
  -*) refuse "error: unknown shorthand flag: $1" ;;
  *) pod=$1 ;;
  esac
  shift
done
shift
[ "$namespace/$pod" = shop/web-7d4b9 ] || [ "$namespace/$pod" = shop/pod/web-7d4b9 ] ||
  refuse "Error from server (NotFound): pods \"$pod\" not found"
[ "$container" = app ] ||
  refuse "Error from server (BadRequest): container $container is not valid for pod $pod"
[ -z "$terminal" ] || echo 'Unable to use a TTY - input is not a terminal or the right kind of file' >&2
exec 3<&0
docker exec $stdin CONTAINER "$@" <&3 3<&- &
client=$!
trap 'kill -s KILL "$client"' TERM
wait "$client"
status=$?
# kubectl would have written that itself, to a pipe without a reader.
[ "$status" != 141 ] || kill -s PIPE "$$"
[ "$status" = 0 ] || echo "command terminated with exit code $status" >&2
exit "$status"
`;

const THERE = '/srv/the project';

describe.skipIf(!needDocker().met)('kubectl', () => {
  let container: Container;
  let machine: Machine;
  beforeAll(async () => {
    const folder = projectFolder();
    const { root } = folder;
    container = await startContainer({ mounts: { [root]: THERE } });
    const config = [
      'driver = kubectl',
      'selector = app=web',
      'namespace = shop',
      'context = lab',
      'container = app',
      `directory = ${THERE}`,
      '[nobody]',
      'selector = app=none',
      '[other]',
      'pod = other',
      '[sidecar]',
      'container = log',
    ];
    writeProject(root, root, config.join('\n'));
    const bin = join(root, 'bin');
    mkdirSync(bin);
    const text = KUBECTL.replaceAll('CONTAINER', container.name);
    writeFileSync(join(bin, 'kubectl'), text, { mode: 0o755 });
    machine = {
      name: 'kubectl',
      root,
      directory: THERE,
      lacks: ['terminal'],
      env: { ...process.env, HOME: root, PATH: `${bin}:${process.env['PATH']}` },
      async processes(words) {
        const { stdout } = await runFile('docker', ['top', container.name, '-eo', 'pid,args']);
        return stdout.split('\n').filter((line) => line.includes(words));
      },
      async stop() {
        await container.remove();
        folder.remove();
      },
    };
  }, 300_000);
  afterAll(() => machine?.stop());

  contract(() => machine);

  it.each([
    ['nobody', /no running pod has the labels app=none\n.*kubectl .*get pods -l app=none/],
    ['other', /pods "other" not found/],
    ['sidecar', /container log is not valid for pod/],
  ])('says what is wrong with the target %s', async (target, said) => {
    const result = await rdo(machine, ['-e', target, 'true']);
    expect(result).toMatchObject({ code: 125, stdout: '' });
    expect(result.stderr).toMatch(said);
  });
});
