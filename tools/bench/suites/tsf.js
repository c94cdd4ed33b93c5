import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const title = 'tsf: into a file';

const MiB = 1024 * 1024;

export async function run(kit) {
  const tmpfs = existsSync('/dev/shm') ? '/dev/shm' : undefined;
  if (tmpfs)
    await kit.scratch((dir) => throughput(kit, dir, { name: 'tmpfs', size: 1024 * MiB }), tmpfs);
  else kit.note('no tmpfs at /dev/shm here: those rows are left out');
  await kit.scratch((dir) => throughput(kit, dir, { name: 'disk', size: 512 * MiB }), tmpdir());
  await kit.scratch((dir) => tiny(kit, dir), tmpfs ?? tmpdir());
  await kit.scratch((dir) => memory(kit, dir), tmpfs ?? tmpdir());
}

/** A file that doesn't compress and that is in memory already when it is first read. */
function payload(dir, size) {
  const file = join(dir, 'payload');
  execFileSync('sh', ['-c', `head -c ${size} /dev/urandom >payload; cat payload >/dev/null`], {
    cwd: dir,
  });
  return file;
}

/**
 * Rows that write below `dir`; what a run has written is removed before the next, outside its time. What is
 * there already stays.
 */
function rowsIn(kit, dir, { size }) {
  const kept = new Set(readdirSync(dir));
  const wipe = () => {
    for (const name of readdirSync(dir)) {
      if (!kept.has(name)) rmSync(join(dir, name), { recursive: true });
    }
  };
  const tsf = `'${kit.node}' '${kit.bin('tsf')}' --quiet`;
  return (label, line) => ({
    label,
    // A pipe of the shell's: the ones that Node makes for its children are sockets.
    argv: ['sh', '-c', line.replaceAll('$tsf', tsf)],
    cwd: dir,
    bytes: size,
    before: wipe,
    after: wipe,
  });
}

async function throughput(kit, dir, { name, size }) {
  payload(dir, size);
  const row = rowsIn(kit, dir, { size });
  const long = { runs: 11, warmup: 1 };
  const shown = `${size / MiB} MiB to ${name}`;

  const pipe = await kit.commands(
    `a pipe, ${shown}`,
    [
      row('tsf', 'cat payload | $tsf x'),
      row('cat >file', 'cat payload | cat >out'),
      row('tee file', 'cat payload | tee out >/dev/null'),
    ],
    long,
  );
  kit.target(`a pipe to ${name}: at most 1.15 x cat`, pipe.ratio('tsf', 'cat >file'), {
    atMost: 1.15,
  });
  kit.target(`a pipe to ${name}: at most 1.0 x tee`, pipe.ratio('tsf', 'tee file'), { atMost: 1 });

  const tee = await kit.commands(
    `a pipe, passed along, ${shown}`,
    [
      row('tsf --tee', 'cat payload | $tsf --tee x | cat >/dev/null'),
      row('tee file', 'cat payload | tee out | cat >/dev/null'),
    ],
    long,
  );
  kit.target(`--tee to ${name}: at most 1.15 x tee`, tee.ratio('tsf --tee', 'tee file'), {
    atMost: 1.15,
  });

  const file = await kit.commands(
    `a regular file as stdin, ${shown}`,
    [
      row('tsf <file', '$tsf x <payload'),
      row('cp file', 'cp payload out'),
      row('cat <file', 'cat <payload >out'),
    ],
    long,
  );
  kit.target(`a file to ${name}: at most 1.4 x cp`, file.ratio('tsf <file', 'cp file'), {
    atMost: 1.4,
  });
}

async function tiny(kit, dir) {
  const row = rowsIn(kit, dir, {});
  const start = await kit.commands(
    'a tiny input',
    [
      row('tsf', 'echo x | $tsf x'),
      row('tsf --no-record', 'echo x | $tsf --no-record x'),
      row('bare node', `echo x | '${kit.node}' -e 0`),
      row('sh and date', 'echo x | cat >"$(date +%Y%m%d%H%M%S)-x"'),
    ],
    { runs: 31, warmup: 3 },
  );
  kit.target('a tiny input: at most bare Node + 12 ms', start.difference('tsf', 'bare node'), {
    atMost: 12,
    unit: 'ms',
  });
}

async function memory(kit, dir) {
  const size = 512 * MiB;
  const whole = payload(dir, size);
  const part = (name, bytes) => {
    execFileSync('sh', ['-c', `head -c ${bytes} payload >${name}`], { cwd: dir });
    return { file: join(dir, name) };
  };
  const page = part('page', 50 * 1024);
  const book = part('book', 2 * MiB);
  // Where npm would have put it: how much Node takes to run a file goes by the length of its path.
  const empty = join(dir, 'node_modules/@nearhand/tsf/bin/empty.cjs');
  mkdirSync(dirname(empty), { recursive: true });
  writeFileSync(empty, '');
  const row = rowsIn(kit, dir, { size });
  // Without a shell in between: the memory is that of the process itself.
  const direct = (label, argv, stdin) => ({ ...row(label, ''), bytes: undefined, argv, stdin });
  const tsf = [kit.node, kit.bin('tsf'), '--quiet', 'x'];
  const saved = [
    direct('a tiny file', tsf, { command: ['echo', 'x'] }),
    direct('50 KiB from a file', tsf, page),
    direct('2 MiB from a file', tsf, book),
    direct('512 MiB from a file', tsf, { file: whole }),
    direct('512 MiB from a socket', tsf, { command: ['cat', whole] }),
    row('512 MiB from a pipe', 'cat payload | $tsf x'),
  ];
  const peaks = await kit.commands(
    'peak memory',
    [
      direct('bare node', [kit.node, '-e', '0']),
      direct('node with an empty file in node_modules', [kit.node, empty]),
      ...saved,
    ],
    { runs: 1, warmup: 1, memory: true },
  );
  const bare = peaks.memory('bare node');
  for (const { label } of saved) {
    const peak = peaks.memory(label);
    const more = bare && peak ? (peak - bare) / MiB : undefined;
    kit.target(`memory, ${label}: at most bare Node + 8 MiB`, more, { atMost: 8, unit: 'MiB' });
  }
}
