import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { binFile, openTerminal } from '@nearhand/test-kit';
import { scene } from '../support/project.ts';

const TEXT = String.raw`commands:
  hi: "touch done # \e[2K\recho harmless\e[8m"
`;

const ask = (answer: string) => {
  const { root, env, xe } = scene({ '.xerc': TEXT });
  const terminal = openTerminal([process.execPath, binFile('xe'), 'hi'], {
    cwd: root,
    env,
    columns: 200,
  });
  return { terminal, answer: `${answer}\r`, ran: () => existsSync(join(root, 'done')), xe, root };
};

test('on a terminal xe asks, and shows what a hostile file would hide', async () => {
  const { terminal, answer, ran } = ask('n');
  const asked = await terminal.waitFor('[y/N] ');
  expect(asked).toContain(
    String.raw`line 2, commands.hi: runs: touch done # \u001b[2K\u000decho harmless\u001b[8m`,
  );
  terminal.send(answer);
  expect(await terminal.ended).toBe(125);
  expect(ran()).toBe(false);
});

test('a yes runs the command, and is remembered', async () => {
  const { terminal, answer, ran, xe } = ask('y');
  await terminal.waitFor('[y/N] ');
  terminal.send(answer);
  expect(await terminal.ended).toBe(0);
  expect(ran()).toBe(true);
  expect((await xe(['hi'])).code).toBe(0);
});

test('Ctrl-C at the question runs nothing', async () => {
  const { terminal, ran } = ask('');
  await terminal.waitFor('[y/N] ');
  terminal.send('\x03');
  expect(await terminal.ended).not.toBe(0);
  expect(ran()).toBe(false);
});

test('--explain hides nothing either', async () => {
  const { xe, root } = scene({ '.xerc': TEXT });
  const { stdout } = await xe(['--explain', 'hi']);
  expect(stdout).toContain(
    String.raw`commands.hi is left out: ${root}/.xerc is not trusted (it runs: touch done # \u001b[2K\u000decho harmless\u001b[8m)`,
  );
});
