/** What of ~/.ssh/config concerns each session, and not only the connection that all share. */
export interface SessionSettings {
  /** `SendEnv`: names and patterns of variables that go along. */
  readonly sendEnv: readonly string[];
  /** `SetEnv`: variables that are set, as `NAME=value`. */
  readonly setEnv: readonly string[];
}

/**
 * Reads it from what `ssh -G HOST` prints. Undefined when only `ssh` itself can do what is asked: forwarding
 * an agent or X11 is the work of the program behind each session.
 */
export function sessionSettings(resolved: string): SessionSettings | undefined {
  const all = (name: string): readonly string[] =>
    Array.from(resolved.matchAll(new RegExp(`^${name} (.+)$`, 'gm')), (match) => match[1]!);
  const off = (name: string): boolean => all(name).every((value) => value === 'no');
  if (!off('forwardagent') || !off('forwardx11') || all('hostname').length === 0) return undefined;
  return {
    sendEnv: all('sendenv').flatMap((line) => line.split(/\s+/)),
    setEnv: all('setenv'),
  };
}

/** The variables that a session takes along. */
export function sessionEnvironment(
  { sendEnv, setEnv }: SessionSettings,
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [name: string, value: string])[] {
  const patterns = sendEnv.map(pattern);
  const sent = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && patterns.some((one) => one.test(name)) ? [[name, value] as const] : [],
  );
  const set = setEnv.map((text) => {
    const at = text.indexOf('=');
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return [...set, ...sent];
}

/** A pattern of ssh_config: `*` and `?`. */
function pattern(text: string): RegExp {
  const source = text
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
