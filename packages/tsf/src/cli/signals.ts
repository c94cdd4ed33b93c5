import { createStop, type Stop } from '../stop.ts';

/** Signals that ask a process to end, and that it can answer. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface Ending {
  /** Requested by the first of these signals. */
  readonly stop: Stop;
  /** Which signal came, if one did. */
  caught(): NodeJS.Signals | undefined;
  /** Gives the signals back their usual effect. */
  release(): void;
}

/**
 * Takes the signals that would end this process, so that what was saved can be put in order first.
 *
 * @param heeds - whether a signal is for us at the moment it comes. Default: always.
 */
export function catchEnding(heeds: () => boolean = () => true): Ending {
  const stop = createStop();
  let caught: NodeJS.Signals | undefined;
  const handler = (signal: NodeJS.Signals): void => {
    if (!heeds()) return;
    caught ??= signal;
    stop.request();
  };
  for (const signal of ENDING) process.on(signal, handler);
  return {
    stop,
    caught: () => caught,
    release() {
      for (const signal of ENDING) process.off(signal, handler);
    },
  };
}
