/** Questions to the person at the terminal, which is asked even when stdin is a pipe. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { transportError, type ClientIo, type Phase } from '../../client.ts';

export interface Asker {
  /** Shows lines, and reads one. `hidden`: what is typed isn't shown. */
  ask(
    question: string,
    options: { readonly phase: Phase; readonly hidden: boolean },
  ): Promise<string>;
}

const INTERRUPT = 0x03;
const END = 0x04;
const ERASE_ALL = 0x15;
const ERASE = new Set([0x08, 0x7f]);
const RETURN = new Set([0x0a, 0x0d]);

/**
 * The terminal to ask at, or undefined where nobody sits: stderr must be a terminal, so that a
 * question never lands in the middle of an editor that runs us in the background.
 */
export function findAsker(io: ClientIo): Asker | undefined {
  if (!io.ownDescriptors || !io.isTerminal(2)) return undefined;
  const path = process.platform === 'win32' ? String.raw`\\.\CONIN$` : '/dev/tty';
  try {
    closeSync(openSync(path, 'r+'));
  } catch {
    return undefined;
  }
  return { ask: (question, options) => askAt(path, question, options) };
}

async function askAt(
  path: string,
  question: string,
  { phase, hidden }: { readonly phase: Phase; readonly hidden: boolean },
): Promise<string> {
  const fd = openSync(path, 'r+');
  // Owns the descriptor from here on, and puts the terminal back to what it was when it is destroyed.
  const input = new ReadStream(fd);
  const show = (text: string): void => void writeSync(fd, text);
  try {
    input.setRawMode(true);
    // Node's raw mode still turns a line feed into a new line.
    show(question);
    const typed = await readTyped(input, hidden ? () => {} : show);
    if (typed === undefined) throw transportError(phase, 'interrupted at the question above');
    return typed;
  } finally {
    show('\n');
    input.setRawMode(false);
    input.destroy();
  }
}

/** The line that was typed, or undefined for Ctrl-C (and Ctrl-D at its start). */
function readTyped(input: ReadStream, echo: (text: string) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const typed: number[] = [];
    const onData = (chunk: Buffer): void => {
      for (const byte of chunk) {
        if (RETURN.has(byte)) return finish(Buffer.from(typed).toString('utf8'));
        if (byte === INTERRUPT || (byte === END && typed.length === 0)) return finish(undefined);
        if (ERASE.has(byte)) {
          // A character may be several bytes long.
          while (typed.length > 0 && (typed.pop()! & 0xc0) === 0x80);
          echo('\b \b');
        } else if (byte === ERASE_ALL) {
          echo('\b \b'.repeat(typed.length));
          typed.length = 0;
        } else if (byte >= 0x20) {
          typed.push(byte);
          echo(Buffer.of(byte).toString('latin1'));
        }
      }
    };
    const finish = (text: string | undefined): void => {
      input.off('data', onData);
      resolve(text);
    };
    input.on('data', onData);
    input.once('error', () => finish(undefined));
    input.once('end', () => finish(undefined));
  });
}
