export interface Grace<T> {
  readonly milliseconds: number;
  /** Called when the time is up; then the wait goes on. */
  readonly late?: (() => void) | undefined;
  /** Given when the time is up, in place of going on. */
  readonly otherwise?: T | undefined;
}

/** What `promise` gives, with something to happen when it takes too long. */
export async function withGrace<T>(promise: Promise<T>, grace: Grace<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), grace.milliseconds);
  });
  const first = await Promise.race([promise, timeout]);
  clearTimeout(timer);
  if (first !== 'late') return first as T;
  grace.late?.();
  return grace.otherwise === undefined ? promise : grace.otherwise;
}
