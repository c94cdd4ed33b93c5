import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.ts';

interface UserSpec {
  readonly shell: string;
  /** Start-up files below the user's home. */
  readonly files: Readonly<Record<string, string>>;
}

const ASH = '/usr/local/lib/nearhand-lab/ash';

/** What a start-up file prints: more than one line on each stream, and a last one without an end. */
export const NOISE = {
  stdout: ['start-up noise on stdout', 'more of it: $HOME `x` 100% \\n ', 'no end of line'],
  stderr: ['start-up noise on stderr'],
} as const;

const posix = `# Written by tools/lab.
${NOISE.stdout.map((line, i) => `printf '%s${i < 2 ? '\\n' : ''}' '${line}'`).join('\n')}
${NOISE.stderr.map((line) => `printf '%s\\n' '${line}' >&2`).join('\n')}
`;
// csh has no redirection of stderr alone.
const csh = posix.replaceAll(
  /^printf (.*) >&2$/gm,
  `sh -c "printf '%s\\n' '${NOISE.stderr[0]}' >&2"`,
);

/**
 * The users of the lab's sshd: one per login shell, with a start-up file that prints to stdout and
 * stderr before any command runs, even when nobody sits at a terminal.
 *
 * dash, ksh and ash read no file for a command that ssh runs, so there sshd itself runs the noise
 * (`~/.ssh/rc`). `plain` has bash and is silent; `nologin` may not run anything.
 */
const specs = {
  bash: { shell: '/bin/bash', files: { '.bashrc': posix, '.bash_profile': posix } },
  dash: { shell: '/bin/dash', files: { '.ssh/rc': posix, '.profile': posix } },
  zsh: { shell: '/usr/bin/zsh', files: { '.zshenv': posix } },
  ksh: { shell: '/usr/bin/ksh', files: { '.ssh/rc': posix, '.profile': posix } },
  fish: { shell: '/usr/bin/fish', files: { '.config/fish/config.fish': posix } },
  tcsh: { shell: '/usr/bin/tcsh', files: { '.tcshrc': csh } },
  ash: { shell: ASH, files: { '.ssh/rc': posix, '.profile': posix } },
  plain: { shell: '/bin/bash', files: {} },
  nologin: { shell: '/usr/sbin/nologin', files: {} },
} as const satisfies Record<string, UserSpec>;

export type LabUser = keyof typeof specs;

export const LAB_USERS = Object.keys(specs) as readonly LabUser[];

/** The login shells that every contract must hold for. */
export const LOGIN_SHELLS = ['bash', 'dash', 'zsh', 'ksh', 'fish', 'tcsh', 'ash'] as const;

/** `nearhand-bash` and so on. */
export function userName(user: LabUser): string {
  return `nearhand-${user}`;
}

export function homeOf(user: LabUser): string {
  return `/home/${userName(user)}`;
}

/** The programs that must be installed for the users to be made. */
export function missingShells(): readonly string[] {
  const needed = Object.values(specs).map((spec) =>
    spec.shell === ASH ? '/bin/busybox' : spec.shell,
  );
  return needed.filter((file) => !existsSync(file));
}

/** Makes the users that aren't there yet, and (re)writes their start-up files. Root only. */
export async function ensureUsers(): Promise<void> {
  await withLock('users', () => {
    if (!existsSync(ASH)) {
      mkdirSync(dirname(ASH), { recursive: true });
      symlinkSync('/bin/busybox', ASH);
    }
    for (const user of LAB_USERS) ensureUser(user, specs[user]);
  });
}

function ensureUser(user: LabUser, spec: UserSpec): void {
  const name = userName(user);
  const home = homeOf(user);
  if (spawnSync('id', ['-u', name]).status !== 0) {
    // `*` is no password at all; the default `!` locks the account, and sshd then refuses keys too.
    const words = ['--create-home', '--home-dir', home, '--shell', spec.shell, '--password', '*'];
    run('useradd', [...words, '--skel', '/dev/null', '--comment', 'nearhand tests', name]);
  }
  const [uid, gid] = run('sh', ['-c', 'id -u "$1"; id -g "$1"', 'sh', name])
    .split('\n')
    .map(Number);
  for (const [path, text] of Object.entries(spec.files)) {
    const file = join(home, path);
    for (let dir = dirname(file); dir !== home; dir = dirname(dir)) {
      mkdirSync(dir, { recursive: true });
      chownSync(dir, uid!, gid!);
    }
    // Another run's shell may be reading the file right now.
    writeFileSync(`${file}.new`, text);
    chownSync(`${file}.new`, uid!, gid!);
    renameSync(`${file}.new`, file);
  }
}

function run(file: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
