/**
 * A request to stop, made once. It does what an AbortSignal does, which takes Node more than a
 * millisecond to load: too long for every run.
 */
export interface Stop {
  readonly requested: boolean;
  request(): void;
  /** Calls `listener` when the request comes, or at once when it has come. */
  onRequest(listener: () => void): void;
}

export function createStop(): Stop {
  const listeners: (() => void)[] = [];
  const state = { requested: false };
  return Object.assign(state, {
    request() {
      if (state.requested) return;
      state.requested = true;
      for (const listener of listeners) listener();
    },
    onRequest(listener: () => void) {
      if (state.requested) listener();
      else listeners.push(listener);
    },
  });
}
