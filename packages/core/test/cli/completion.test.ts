import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { need, openTerminal, tempDir, writeTree } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import type { CommandLine } from '../../src/cli.ts';
import { completionScript } from '../../src/cli/completion.ts';
import { mixed, runner, tool } from './tables.ts';

const zsh = need('zsh', 'apt-get install zsh', 'zsh');
const fish = need('fish', 'apt-get install fish', 'fish');
const bashCompletion = need(
  'bash-completion',
  'apt-get install bash-completion',
  () => spawnSync('test', ['-f', '/usr/share/bash-completion/bash_completion']).status === 0,
);

/** A folder to complete in: some files, and programs that tell what they were called with. */
function workplace(table: CommandLine, shell: 'bash' | 'zsh' | 'fish') {
  const show = '#!/bin/sh\nprintf "GOT"; printf ":%s" "$@"; echo ":"\n';
  const dir = writeTree(tempDir(), {
    'bin/rdo': show,
    'bin/xe': show,
    'bin/repose-config': show,
    'bin/zzz-program': show,
    'bin/list-targets': '#!/bin/sh\n[ "$1" = "it\'s" ] && printf "%s\\n" staging "two words" web\n',
    'bin/list-names': '#!/bin/sh\necho "only-name"\n',
    'some file.txt': '',
    'some-folder/inner.txt': '',
    script: completionScript(table, shell),
  });
  return {
    dir,
    env: { HOME: dir, PATH: `${join(dir, 'bin')}:${process.env['PATH']}`, TERM: 'dumb' },
  };
}

const START: Record<string, (dir: string) => [argv: string[], setUp: string]> = {
  bash: (dir) => [
    ['bash', '--norc', '--noprofile', '-i'],
    `PS1='' PS2=''; bind 'set enable-bracketed-paste off'; source '${dir}/script'; cd '${dir}'`,
  ],
  'bash with bash-completion': (dir) => [
    ['bash', '--norc', '--noprofile', '-i'],
    `PS1='' PS2=''; bind 'set enable-bracketed-paste off'; source /usr/share/bash-completion/bash_completion; source '${dir}/script'; cd '${dir}'`,
  ],
  zsh: (dir) => [
    ['zsh', '-f', '-i'],
    `PS1='' PS2='' RPS1=''; unsetopt prompt_sp auto_remove_slash; unset zle_bracketed_paste; autoload -U compinit; compinit -u -D; source '${dir}/script'; cd '${dir}'`,
  ],
  fish: (dir) => [
    ['fish', '--no-config', '-i'],
    `function fish_prompt; end; function fish_right_prompt; end; source '${dir}/script'; cd '${dir}'`,
  ],
};

const SHELLS: [name: string, met: boolean][] = [
  ['bash', true],
  ['bash with bash-completion', bashCompletion.met],
  ['zsh', zsh.met],
  ['fish', fish.met],
];

/** Types each line (its tabs too) into the real shell, and gives back the words that arrived. */
async function typed(name: string, table: CommandLine, lines: readonly string[]) {
  const shell = name.split(' ')[0] as 'bash' | 'zsh' | 'fish';
  const { dir, env } = workplace(table, shell);
  const [argv, setUp] = START[name]!(dir);
  const terminal = openTerminal(argv, { cwd: dir, env });
  terminal.send(`${setUp}\recho REA''DY\r`);
  await terminal.waitFor('READY');
  const results: string[] = [];
  for (const line of lines) {
    terminal.send(line);
    // The shell works on a tab while further keys wait for it.
    terminal.send('\r');
    const [, words] = /GOT:(.*):\r?\n/.exec(await terminal.waitFor(/GOT:.*:\r?\n/))!;
    results.push(words!.replace(/ $/, ''));
  }
  terminal.send('exit\r');
  await terminal.ended;
  return results;
}

describe.each(SHELLS)('%s', (name, met) => {
  it.skipIf(!met)('completes a runner', async () => {
    const lines: [typed: string, got: string][] = [
      ['rdo --dry\t', '--dry-run'],
      ['rdo --client b\t', '--client:builtin'],
      ['rdo --client=b\t', '--client=builtin'],
      ['rdo -vc some\\ \t', '-vc:some file.txt'],
      ['rdo --config=some-\tin\t', '--config=some-folder/inner.txt'],
      ['rdo --into some\t', '--into:some-folder/'],
      ['rdo --shim zzz-pro\t', '--shim:zzz-program'],
      ['rdo --target sta\t', '--target:staging'],
      ['rdo --completion z\t', '--completion:zsh'],
      ['rdo -e x zzz-pro\t', '-e:x:zzz-program'],
      ['rdo -e x zzz-program some-\tin\t', '-e:x:zzz-program:some-folder/inner.txt'],
    ];
    expect(
      await typed(
        name,
        runner,
        lines.map(([keys]) => keys),
      ),
    ).toEqual(lines.map(([, got]) => got));
  });

  it.skipIf(!met)('completes commands and their options', async () => {
    const lines: [typed: string, got: string][] = [
      ['repose-config gr\t', 'graph'],
      ['repose-config --root some\t gr\t', '--root:some-folder/:graph'],
      ['repose-config check --str\t', 'check:--strict'],
      ['repose-config check --format s\t', 'check:--format:sarif'],
      ['repose-config graph --format s\t', 'graph:--format:svg'],
      ['repose-config graph --qui\t', 'graph:--quiet'],
      ['repose-config check some-\tin\t', 'check:some-folder/inner.txt'],
      ['repose-config check-out on\t', 'check-out:only-name'],
    ];
    expect(
      await typed(
        name,
        tool,
        lines.map(([keys]) => keys),
      ),
    ).toEqual(lines.map(([, got]) => got));
  });

  it.skipIf(!met)('completes a runner that has commands', async () => {
    const lines: [typed: string, got: string][] = [
      ['xe boot\t', 'bootstrap'],
      ['xe bootstrap --cl\t', 'bootstrap:--clean'],
      ['xe zzz-pro\t', 'zzz-program'],
      ['xe -w zzz-program some-\tin\t', '-w:zzz-program:some-folder/inner.txt'],
      ['xe test some-\tin\t', 'test:some-folder/inner.txt'],
    ];
    expect(
      await typed(
        name,
        mixed,
        lines.map(([keys]) => keys),
      ),
    ).toEqual(lines.map(([, got]) => got));
  });
});
