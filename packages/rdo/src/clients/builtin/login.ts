/** Logging in: which method is tried when, and what to say when none was let in. */
import type {
  AnyAuthMethod,
  AuthenticationType,
  AuthHandlerMiddleware,
  KeyboardInteractiveCallback,
  Prompt,
} from 'ssh2';
import { transportError } from '../../client.ts';
import type { Asker } from './ask.ts';
import type { LoginKeys } from './keys.ts';
import { printable } from './printable.ts';
import type { LoginMethod, Settings } from './settings.ts';

export interface Login {
  readonly next: AuthHandlerMiddleware;
  error(cause: Error | undefined): Error;
}

/** How often a password may be wrong. */
const TRIES = 3;

export function loginHandler(context: {
  readonly settings: Settings;
  readonly asker: Asker | undefined;
  readonly keys: LoginKeys;
}): Login {
  const { settings, keys } = context;
  const asker = settings.batch ? undefined : context.asker;
  const username = settings.user;
  const left: Record<LoginMethod, number> = {
    publickey: keys.count > 0 ? 1 : 0,
    'keyboard-interactive': asker ? TRIES : 0,
    password: asker ? TRIES : 0,
  };
  let offered: readonly string[] = [];
  let interruption: Error | undefined;
  const interrupted = (error: Error): void => void (interruption = error);

  const next: AuthHandlerMiddleware = (methodsLeft, partial, answerWith) => {
    // The types don't know that `false` ends the attempt.
    const proceed = answerWith as (attempt: AnyAuthMethod | false) => void;
    // The first round only asks which methods there are.
    if (!(methodsLeft as AuthenticationType[] | null)) return proceed({ type: 'none', username });
    offered = methodsLeft;
    // A second factor may be the same method again.
    if (partial) left.publickey = keys.count > 0 ? 1 : 0;
    const method = settings.methods.find((name) => offered.includes(name) && left[name] > 0);
    if (method === undefined || interruption) return proceed(false);
    left[method] -= 1;
    switch (method) {
      case 'publickey':
        return proceed({ type: 'agent', username, agent: keys.agent });
      case 'keyboard-interactive':
        return proceed({
          type: 'keyboard-interactive',
          username,
          prompt: (_name, instructions, _lang, prompts, finish) =>
            answer(asker!, { instructions, prompts, finish, interrupted }),
        });
      case 'password': {
        const question = `Password of ${username}@${settings.hostName}: `;
        asker!.ask(question, { phase: 'auth', hidden: true }).then(
          (password) => proceed({ type: 'password', username, password }),
          (error: Error) => {
            interrupted(error);
            proceed(false);
          },
        );
      }
    }
  };
  return {
    next,
    error(cause) {
      if (interruption) return interruption;
      const who = `${username}@${settings.alias}`;
      if (cause && !/authentication methods failed/.test(cause.message)) {
        return transportError(
          'auth',
          `the login as ${who} broke off: ${printable(cause.message)}`,
          { cause },
        );
      }
      return transportError('auth', `${who} did not let us in`, {
        hint: hintOf(context, offered),
        cause,
      });
    },
  };
}

function answer(
  asker: Asker,
  round: {
    readonly instructions: string;
    readonly prompts: readonly Prompt[];
    readonly finish: KeyboardInteractiveCallback;
    readonly interrupted: (error: Error) => void;
  },
): void {
  const run = async (): Promise<string[]> => {
    const answers: string[] = [];
    for (const [index, { prompt, echo }] of round.prompts.entries()) {
      const before = index === 0 && round.instructions ? `${printable(round.instructions)}\n` : '';
      answers.push(
        await asker.ask(before + printable(prompt), { phase: 'auth', hidden: echo !== true }),
      );
    }
    return answers;
  };
  run().then(round.finish, (error: Error) => {
    round.interrupted(error);
    round.finish([]);
  });
}

function hintOf(
  {
    settings,
    asker,
    keys,
  }: { readonly settings: Settings; readonly asker: Asker | undefined; readonly keys: LoginKeys },
  offered: readonly string[],
): string {
  const lines = [...keys.notes];
  if (offered.includes('publickey')) {
    lines.push(
      keys.count === 0
        ? `No key was found: name one with ident = FILE, or IdentityFile in ~/.ssh/config${settings.agentSocket === undefined ? '; no agent runs' : ''}.`
        : `${keys.count === 1 ? 'One key was' : `${keys.count} keys were`} offered; is its public part in ~/.ssh/authorized_keys there, and ${settings.user} the right user?`,
    );
  }
  const others = offered.filter((name) => name !== 'publickey');
  const asks = others.filter((name) => name === 'password' || name === 'keyboard-interactive');
  if (asks.length > 0 && (!asker || settings.batch)) {
    lines.push(
      `It would take a password too, but there is no terminal to ask at${settings.batch ? ' (BatchMode)' : ''}.`,
    );
  } else if (asks.length === 0 && others.length > 0) lines.push(`It takes: ${offered.join(', ')}.`);
  if (settings.certificateFiles.length > 0) {
    lines.push(
      'The built-in SSH client does not show certificates (CertificateFile); OpenSSH does: client = openssh.',
    );
  }
  return lines.join('\n');
}
