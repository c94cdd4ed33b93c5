import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sshd } from '@nearhand/lab';
import { needSshd } from '@nearhand/lab/need';
import { binFile, need } from '@nearhand/test-kit';
import type { Machine } from './machine.ts';
import { sshMachine, startSshd } from './ssh-machines.ts';

const tmux = need('tmux', 'apt-get install tmux', 'tmux');
const SERVER = `rdo-test-${randomBytes(4).toString('hex')}`;

/** A person at a terminal, played by tmux. */
describe.skipIf(!needSshd().met || !tmux.met)('at a terminal', () => {
  let sshd: Sshd;
  const machines: Machine[] = [];
  beforeAll(async () => {
    sshd = await startSshd();
    machines.push(
      sshMachine(sshd, 'plain', { client: 'openssh' }),
      sshMachine(sshd, 'plain', { client: 'builtin' }),
    );
  });
  afterAll(async () => {
    spawnSync('tmux', ['-L', SERVER, 'kill-server']);
    await Promise.all(machines.map((machine) => machine.stop()));
    await sshd?.stop();
  });

  describe.each(['openssh', 'builtin'])('client %s', (client) => {
    const open = (): Screen => openScreen(machines[client === 'openssh' ? 0 : 1]!);

    it('opens a login shell in the twin folder, and leaves the terminal as it was', async () => {
      const screen = open();
      screen.type('stty -a | cksum');
      const before = await screen.waitFor(/^(\d+ \d+)$/m);
      screen.type('rdo');
      await screen.waitFor(/\$ $/);
      screen.type('echo "in $PWD"; tty');
      await screen.waitFor(/^in \/.*\/there$/m);
      await screen.waitFor(/^\/dev\/pts\/\d+$/m);
      screen.type('exit 5');
      await sleep(300);
      screen.type('echo "status $?"; stty -a | cksum');
      await screen.waitFor(/^status 5$/m);
      await screen.waitFor(new RegExp(`^status 5\\n${before}$`, 'm'));
    });

    it('hands Ctrl-C to the command', async () => {
      const screen = open();
      screen.type(
        `rdo sh -c 'trap "echo caught; exit 9" INT; echo read''y; while :; do sleep 0.05; done'; echo "status $?"`,
      );
      await screen.waitFor(/^ready$/m);
      screen.keys('C-c');
      await screen.waitFor(/caught\n+status 9$/m);
      screen.type(`rdo sleep 30; echo "ended $?"`);
      await sleep(1200);
      screen.keys('C-c');
      // The shell gives the whole line up, because rdo died of INT itself.
      await screen.waitFor(/\^C\n+\$ $/m);
      screen.type('echo alive');
      await screen.waitFor(/^alive$/m);
    });

    it('follows the size of the window', async () => {
      const screen = open();
      screen.type(
        `rdo sh -c 'trap "stty size; exit" WINCH; stty size; echo read''y; while :; do sleep 0.05; done'`,
      );
      await screen.waitFor(/^24 80$/m);
      await screen.waitFor(/^ready$/m);
      screen.resize(100, 30);
      await screen.waitFor(/^30 100$/m);
    });

    it('leaves the terminal usable when rdo is killed', async () => {
      const screen = open();
      screen.type('stty -a | cksum');
      const before = await screen.waitFor(/^(\d+ \d+)$/m);
      screen.type(`sh -c 'echo $$ >&2; exec rdo sleep 40'`);
      const pid = await screen.waitFor(/^(\d+)$/m);
      await sleep(1200);
      process.kill(Number(pid), client === 'openssh' ? 'SIGKILL' : 'SIGTERM');
      await sleep(1500);
      screen.type('clear');
      screen.type('stty -a | cksum');
      expect(await screen.waitFor(/^(\d+ \d+)$/m)).toBe(before);
    });
  });
});

interface Screen {
  type(line: string): void;
  keys(...names: string[]): void;
  resize(columns: number, rows: number): void;
  /** Waits until the screen shows it; the first group, or all that matched. */
  waitFor(pattern: RegExp): Promise<string>;
}

let sessions = 0;

function openScreen(machine: Machine): Screen {
  const name = `s${(sessions += 1)}`;
  const run = (...words: string[]): string =>
    execFileSync('tmux', ['-L', SERVER, ...words], {
      encoding: 'utf8',
      env: { ...machine.env, TMUX: '' },
    });
  run(
    '-f',
    '/dev/null',
    'new-session',
    '-d',
    '-s',
    name,
    '-x',
    '80',
    '-y',
    '24',
    '-c',
    machine.root,
    'bash --norc --noprofile',
  );
  run('set-option', '-t', name, 'history-limit', '1000');
  const type = (line: string): void => {
    run('send-keys', '-t', name, '-l', line);
    run('send-keys', '-t', name, 'Enter');
  };
  const home = machine.env['HOME']!;
  const script = `#!/bin/sh\nexec '${process.execPath}' '${binFile('rdo')}' "$@"\n`;
  writeFileSync(join(home, 'rdo'), script, { mode: 0o755 });
  const settings = ['HOME', 'XDG_RUNTIME_DIR'].map((key) => `${key}='${machine.env[key]}'`);
  type(
    `export ${settings.join(' ')} PATH='${home}:${machine.env['PATH']}' SSH_AUTH_SOCK= PS1='$ '; clear`,
  );
  return {
    type,
    keys: (...names) => void run('send-keys', '-t', name, ...names),
    resize: (columns, rows) =>
      void run('resize-window', '-t', name, '-x', String(columns), '-y', String(rows)),
    async waitFor(pattern) {
      let text = '';
      for (let i = 0; i < 250; i += 1) {
        text = run('capture-pane', '-p', '-J', '-t', name).trimEnd();
        const match = pattern.exec(text) ?? pattern.exec(`${text} `);
        if (match) return match[1] ?? match[0];
        await sleep(80);
      }
      throw new Error(`the screen never showed ${pattern}:\n${text}`);
    },
  };
}
