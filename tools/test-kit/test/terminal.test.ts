import { expect, test } from 'vitest';
import { openTerminal } from '../src/index.ts';

test('a program runs in a terminal of its own', async () => {
  const terminal = openTerminal(['sh', '-c', 'tty -s && stty size; read x; echo "[$x]"; exit 3'], {
    columns: 100,
    rows: 30,
  });
  await terminal.waitFor('30 100');
  terminal.send("it's\r");
  await terminal.waitFor("[it's]");
  expect(await terminal.ended).toBe(3);
});

test('Ctrl-C is a signal, and an end before the match is an error', async () => {
  const terminal = openTerminal(['bash', '-c', 'trap "echo trapped; exit 5" INT; echo go; read x']);
  await terminal.waitFor('go');
  terminal.send('\x03');
  await terminal.waitFor('trapped');
  await expect(terminal.waitFor('never')).rejects.toThrow('the program ended');
  expect(await terminal.ended).toBe(5);
});
