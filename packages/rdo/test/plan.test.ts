import { describe, expect, it } from 'vitest';
import { kubectlWords } from '../src/drivers/kubectl.ts';
import { dryRunLine } from '../src/dry-run.ts';
import { readConfig, selectTarget } from '../src/config.ts';
import { planCommand, type PlanRequest } from '../src/plan.ts';
import { recordKey } from '../src/sync/record.ts';
import { trustWishes } from '../src/trusting.ts';

interface Given extends Omit<Partial<PlanRequest>, 'argv'> {
  readonly argv?: readonly string[];
  readonly cwd?: string;
  readonly terminal?: boolean;
  readonly target?: string;
  readonly env?: Record<string, string>;
}

const settingsOf = (text: string, value = 'default') =>
  selectTarget(readConfig('/home/me/proj/.rdo.conf', text, '/home/me/proj'), {
    value,
    origin: { kind: 'default' },
  });

function plan(
  text: string,
  { argv = ['make'], cwd, terminal = false, target, env, ...request }: Given = {},
) {
  return planCommand(
    settingsOf(text, target),
    { argv: argv.map((word) => Buffer.from(word)), ...request },
    { env: { HOME: '/home/me', ...env }, cwd: cwd ?? '/home/me/proj', isTerminal: () => terminal },
  );
}

const SSH = 'driver = ssh\nhost = dev\ndirectory = /srv/app/\n';

describe('sync', () => {
  const text = `${SSH}sync = rsync\nexclude = *.tmp, !.env\npull = dist/, ./a/*.xml\n`;

  it('is part of the plan', () => {
    expect(plan(text, { cwd: '/home/me/proj/sub' }).sync).toEqual({
      root: '/home/me/proj',
      directory: '/srv/app',
      exclude: ['*.tmp', '!.env'],
      pull: ['dist', 'a/*.xml'],
      compress: true,
    });
    expect(plan(text, { noSync: true }).sync).toBeUndefined();
    expect(plan(SSH).sync).toBeUndefined();
    expect(plan(`${text}[near]\nsync = no\n`, { target: 'near' }).sync).toBeUndefined();
  });

  it('remembers a folder of a machine, however that is reached', () => {
    const keyOf = (more: string) => {
      const made = plan(`${text}${more}`);
      return recordKey(made, made.sync!);
    };
    expect(keyOf('client = builtin\nident = k\nforward_agent = yes\n')).toBe(keyOf(''));
    expect(keyOf('user = other\n')).not.toBe(keyOf(''));
    expect(keyOf('flags = -p 23\n')).not.toBe(keyOf(''));
  });

  it('says what it cannot do', () => {
    expect(() => plan(`${SSH}pull = dist\n`)).toThrow('the key pull means nothing without sync');
    const image = 'driver = docker\nimage = x\ndirectory = /x\nsync = rsync\n';
    expect(() => plan(image)).toThrow('has the project mounted already');
    expect(() => plan(`${SSH}sync = rsync\npull = ../x\n`)).toThrow('"../x" is no plain path');
  });

  it('needs trust in either direction', () => {
    const wishes = trustWishes(settingsOf(text), {}).map(({ what }) => what);
    expect(wishes).toEqual([
      'the key sync sends something of this machine away',
      'the key pull lets the other machine write files into this project',
    ]);
  });
});

describe('planCommand', () => {
  it('maps the working directory, by the longest pair that holds it', () => {
    const text = `${SSH}map_paths = lib=/usr/lib/app, ~/data=/data\n`;
    expect(plan(text).directory).toBe('/srv/app');
    expect(plan(text, { cwd: '/home/me/proj/a/b c' }).directory).toBe('/srv/app/a/b c');
    expect(plan(text, { cwd: '/home/me/proj/lib/x' }).directory).toBe('/usr/lib/app/x');
    expect(plan(text, { cwd: '/home/me/proj/library' }).directory).toBe('/srv/app/library');
    expect(plan(text, { cwd: '/home/me/data/x' }).directory).toBe('/data/x');
    expect(() => plan(text, { cwd: '/elsewhere' })).toThrow('/elsewhere has no twin there');
  });

  it('allocates a terminal when stdin and stdout are one', () => {
    expect(plan(SSH).tty).toBe(false);
    expect(plan(SSH, { terminal: true }).tty).toBe(true);
    expect(plan(SSH, { terminal: true, noStdin: true }).tty).toBe(false);
    expect(plan(SSH, { terminal: true, tty: false }).tty).toBe(false);
    expect(plan(SSH, { tty: true }).tty).toBe(true);
  });

  it('needs a command or a terminal', () => {
    expect(() => plan(SSH, { argv: [] })).toThrow('no command, and no terminal for a login shell');
    expect(plan(SSH, { argv: [], terminal: true }).argv).toEqual([]);
  });

  it.each([
    ['driver = ssh\ndirectory = /x', 'host is not set'],
    ['driver = ssh\nhost = a', 'directory is not set'],
    ['driver = docker\ndirectory = /x', 'name is not set'],
    ['driver = docker\nexec = no\ndirectory = /x\nname = a', 'image is not set'],
    ['driver = compose\ndirectory = /x', 'service is not set'],
    ['driver = kubectl\ndirectory = /x', 'pod is not set'],
  ])('names the key that is missing: %j', (text, message) => {
    expect(() => plan(text)).toThrow(message);
  });

  it('takes the ssh keys of the configuration', () => {
    const text = `${SSH}user = me\nport = 2222\nident = ~/.ssh/dev\nflags = -o "ProxyJump=a b"\nssh = ~/bin/ssh\n`;
    expect(plan(text).transport).toMatchObject({
      driver: 'ssh',
      target: {
        host: 'dev',
        user: 'me',
        port: 2222,
        identityFiles: ['/home/me/.ssh/dev'],
        flags: ['-o', 'ProxyJump=a b'],
        program: '/home/me/bin/ssh',
      },
    });
  });

  it('defaults to Vagrant and its folder', () => {
    expect(plan('')).toMatchObject({ directory: '/vagrant', transport: { driver: 'vagrant' } });
  });

  it('takes along what env and -E name', () => {
    const env = { CI: '1', DJANGO_A: 'a', DJANGO_B: '', OTHER: 'x', 'BASH_FUNC_f%%': 'no' };
    const given = plan(`${SSH}env = CI, DJANGO_*, B*\n`, { env, setEnv: ['OTHER', 'NEW=n=1'] });
    expect(given.environment.map(([name, value]) => [name, String(value)])).toEqual([
      ['CI', '1'],
      ['DJANGO_A', 'a'],
      ['DJANGO_B', ''],
      ['OTHER', 'x'],
      ['NEW', 'n=1'],
    ]);
    expect(() => plan(SSH, { setEnv: ['NOPE'] })).toThrow('-E NOPE: it is not set here');
    expect(() => plan(SSH, { setEnv: ['a b=1'] })).toThrow('is not a variable');
  });

  it('translates arguments only when told', () => {
    const argv = ['lint', '--file=/home/me/proj/x.js', '/home/me/other'];
    const words = (text: string, map?: boolean) => plan(text, { argv, map }).argv.map(String);
    expect(words(SSH)).toEqual(argv);
    const mapped = ['lint', '--file=/srv/app/x.js', '/home/me/other'];
    expect(words(SSH, true)).toEqual(mapped);
    expect(words(`${SSH}map_args = yes\n`)).toEqual(mapped);
  });
});

describe('paths of the configuration', () => {
  it('count from its folder, wherever rdo is called', () => {
    const given = { cwd: '/home/me/proj/sub' };
    const { transport } = plan(`${SSH}ident = keys/dev\nssh = ./bin/ssh\n`, given);
    expect(transport).toMatchObject({
      target: { identityFiles: ['/home/me/proj/keys/dev'], program: '/home/me/proj/bin/ssh' },
    });
    const compose =
      'driver = compose\nservice = web\ndirectory = /x\nprogram = bin/compose -f x.yml\n';
    expect(plan(compose, given).transport).toMatchObject({
      program: ['/home/me/proj/bin/compose', '-f', 'x.yml'],
    });
    expect(plan(`${SSH}ssh = autossh\n`, given).transport).toMatchObject({
      target: { program: 'autossh' },
    });
  });
});

describe('--dry-run', () => {
  const line = (text: string, given?: Given) =>
    dryRunLine(plan(text, given), { env: { HOME: '/home/me' }, has: () => false });
  it('is readable where every login shell reads it alike', async () => {
    expect(await line(SSH, { argv: ['make', 'a b', '$HOME'] })).toBe(
      `ssh -T dev 'cd /srv/app && exec make '\\''a b'\\'' '\\''$HOME'\\'''`,
    );
  });
  it('is safe where it is not', async () => {
    expect(await line(SSH, { argv: ['echo', "it's!"] })).toContain('printf %b');
  });
  it('goes to Vagrant with its own words', async () => {
    expect(await line('machine = web\nuse_sudo = yes')).toBe(
      `cd /home/me/proj && vagrant ssh web -- -T 'cd /vagrant && exec sudo -n -- make'`,
    );
  });
  it.each([
    [
      'driver = docker\nname = app\nuser = me\n',
      { terminal: true },
      `docker exec -i -t -e TERM -u me app sh -c 'cd /x && exec make'`,
    ],
    [
      'driver = docker\nimage = alpine\nprogram = podman\n',
      { noStdin: true },
      `podman run --rm --init --mount type=bind,source=/home/me/proj,target=/x --entrypoint sh alpine -c 'cd /x && exec make' </dev/null`,
    ],
    [
      'driver = compose\nservice = web\n',
      {},
      `cd /home/me/proj && docker compose exec -T web sh -c 'cd /x && exec make'`,
    ],
    ['driver = kubectl\npod = web-0\n', {}, `kubectl exec -i web-0 -- sh -c 'cd /x && exec make'`],
    [
      'driver = kubectl\nselector = app=web\ncontainer = POD\n',
      {},
      `kubectl exec -i "$(kubectl get pods -l app=web --field-selector=status.phase=Running -o name | head -n 1)" -c POD -- sh -c 'cd /x && exec make'`,
    ],
    [
      'driver = lima\n',
      {},
      `ssh -F /home/me/.lima/default/ssh.config -T lima-default 'cd /x && exec make'`,
    ],
    ['driver = local\n', {}, `sh -c 'cd /x && exec make'`],
  ] satisfies [string, Given, string][])(
    'runs nothing here that belongs there: %s',
    async (text, given, wanted) => {
      expect(await line(`${text}directory = /x\n`, given)).toBe(wanted);
    },
  );
  it('never holds the value of a variable', async () => {
    expect(await line(SSH, { setEnv: ['TOKEN=hunter2'] })).not.toContain('hunter2');
  });
});

describe('trust', () => {
  const wishes = (text: string) =>
    trustWishes(settingsOf(text), { HOME: '/nonexistent' }).map(({ what }) => what);
  it('is not needed to reach a machine', () => {
    expect(wishes(`${SSH}user = me\nident = ~/.ssh/x\nmap_paths = a=/b\nuse_sudo = yes`)).toEqual(
      [],
    );
  });
  it.each(['flags = -A', 'ssh = ./ssh', 'env = CI', 'forward_agent = yes'])(
    'is needed for %s',
    (text) => {
      expect(wishes(`${SSH}${text}`).length).toBe(1);
    },
  );
  it('is needed for a Vagrantfile that was never brought up here', () => {
    expect(wishes('')).toEqual([expect.stringContaining('never brought up here')]);
  });
});

describe('kubectl', () => {
  it('puts the words in their places', () => {
    const { transport } = plan(
      'driver = kubectl\npod = web-0\ncontainer = app\nnamespace = dev\ncontext = kind\ndirectory = /app',
    );
    if (transport.driver !== 'kubectl') throw new Error('another driver');
    const request = {
      argv: ['sh', '-c', 'x'],
      stdin: 'inherit',
      tty: true,
      role: 'command',
    } as const;
    expect(kubectlWords(transport, { pod: 'web-0', request }).join(' ')).toBe(
      'kubectl --context kind --namespace dev exec -i -t web-0 -c app -- sh -c x',
    );
  });
});
