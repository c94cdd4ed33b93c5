import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RecordedCall {
  readonly argv: readonly string[];
  readonly cwd: string;
}

export interface FakeProgram {
  /** The folder to put first on PATH. */
  readonly bin: string;
  calls(): readonly RecordedCall[];
}

/**
 * Writes a program called `name` into `dir/bin` that records each call and then runs `script`
 * (POSIX sh; the arguments are `$@`). For what the real one can't show: its absence, its age, its
 * failure.
 */
export function fakeProgram(dir: string, name: string, script = 'exit 0'): FakeProgram {
  const bin = join(dir, 'bin');
  const log = join(dir, `${name}.calls`);
  mkdirSync(bin, { recursive: true });
  const file = join(bin, name);
  // One record per call: the folder, the number of arguments, and each argument, every one ended by NUL.
  writeFileSync(
    file,
    `#!/bin/sh\n{ printf '%s\\000' "$PWD" "$#" "$@"; } >>'${log.replaceAll("'", `'\\''`)}'\n${script}\n`,
  );
  chmodSync(file, 0o755);
  return {
    bin,
    calls() {
      if (!existsSync(log)) return [];
      const words = readFileSync(log, 'utf8').split('\0').slice(0, -1);
      const calls: RecordedCall[] = [];
      for (let i = 0; i < words.length;) {
        const cwd = words[i]!;
        const count = Number(words[i + 1]);
        calls.push({ cwd, argv: words.slice(i + 2, i + 2 + count) });
        i += 2 + count;
      }
      return calls;
    },
  };
}
