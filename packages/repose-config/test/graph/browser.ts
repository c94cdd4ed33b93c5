// Drives Chromium by its debugging pipe: no port, no library.
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface Page {
  send<T = Record<string, unknown>>(method: string, params?: object): Promise<T>;
  /** What an expression gives in the page, as JSON. */
  evaluate<T>(expression: string): Promise<T>;
  press(key: string): Promise<void>;
  /** The events so far of that name. */
  events(method: string): Record<string, unknown>[];
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Opens a page; the browser ends with the test. */
export async function openPage(url: string, profile: string): Promise<Page> {
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run ' +
    '--disable-background-networking --remote-debugging-pipe --window-size=1200,900';
  const child = spawn(
    'chromium',
    [...flags.split(' '), `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const seen: Message[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  let buffered = '';
  (child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
    buffered += chunk;
    const parts = buffered.split('\0');
    buffered = parts.pop()!;
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) seen.push(message);
      else waiting.get(message.id)?.(message);
    }
  });
  let last = 0;
  let session: string | undefined;
  const send = async <T>(method: string, params: object = {}): Promise<T> => {
    last += 1;
    const id = last;
    const answer = new Promise<Message>((resolve) => {
      waiting.set(id, resolve);
    });
    const text = JSON.stringify({ id, method, params, sessionId: session });
    (child.stdio[3] as Writable).write(`${text}\0`);
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as T;
  };
  const { targetInfos } = await send<{ targetInfos: { type: string; targetId: string }[] }>(
    'Target.getTargets',
  );
  const { targetId } = targetInfos.find(({ type }) => type === 'page')!;
  const attached = await send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  session = attached.sessionId;
  for (const domain of ['Page', 'Runtime', 'Network', 'Log', 'Accessibility'])
    await send(`${domain}.enable`);
  const page: Page = {
    send,
    async evaluate<T>(expression: string) {
      const { result } = await send<{ result: { value: T } }>('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      return result.value;
    },
    async press(key) {
      const codes: Record<string, number> = {
        Tab: 9,
        Enter: 13,
        End: 35,
        Home: 36,
        ArrowUp: 38,
        ArrowDown: 40,
      };
      const event = { key, code: key, windowsVirtualKeyCode: codes[key]! };
      const text = key === 'Enter' ? { text: '\r' } : {};
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...text });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    events: (method) => seen.filter((one) => one.method === method).map((one) => one.params ?? {}),
  };
  await send('Page.navigate', { url });
  await page.evaluate(
    "new Promise((done) => { if (document.readyState === 'complete') done(); else addEventListener('load', () => done()) })",
  );
  return page;
}
