/** Signals that ask a process to end, and that it can answer. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface Ending {
  /** Fires with the first of these signals. */
  readonly signal: AbortSignal;
  /** Which signal came, if one did. */
  caught(): NodeJS.Signals | undefined;
  /** Gives the signals back their usual effect. */
  release(): void;
}

/** Takes the signals that would end this process, so that what was saved can be put in order first. */
export function catchEnding(): Ending {
  const controller = new AbortController();
  let caught: NodeJS.Signals | undefined;
  const handler = (signal: NodeJS.Signals): void => {
    caught ??= signal;
    controller.abort();
  };
  for (const signal of ENDING) process.on(signal, handler);
  return {
    signal: controller.signal,
    caught: () => caught,
    release() {
      for (const signal of ENDING) process.off(signal, handler);
    },
  };
}
