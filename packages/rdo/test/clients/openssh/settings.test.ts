import { describe, expect, it } from 'vitest';
import { sessionEnvironment, sessionSettings } from '../../../src/clients/openssh-settings.ts';

const resolved = (...lines: string[]): string => ['hostname near', ...lines, ''].join('\n');

describe('what of ssh_config concerns a session', () => {
  it('is SendEnv and SetEnv', () => {
    const settings = sessionSettings(
      resolved('forwardagent no', 'sendenv LANG', 'sendenv LC_*', 'setenv A=b c', 'forwardx11 no'),
    );
    expect(settings).toEqual({ sendEnv: ['LANG', 'LC_*'], setEnv: ['A=b c'] });
    const env = {
      LANG: 'C',
      LC_ALL: 'é',
      LC: 'x',
      MY_LANG: 'y',
      LANGUAGE: 'z',
      LC_GONE: undefined,
    };
    expect(sessionEnvironment(settings!, env)).toEqual([
      ['A', 'b c'],
      ['LANG', 'C'],
      ['LC_ALL', 'é'],
    ]);
  });

  it('takes * and ? in patterns, and nothing else as special', () => {
    const settings = { sendEnv: ['A?', 'X.Y*'], setEnv: [] };
    const env = { A1: '1', A12: '2', 'X.Y': '3', 'X.YZ': '4', XaY: '5' };
    expect(sessionEnvironment(settings, env).map(([name]) => name)).toEqual(['A1', 'X.Y', 'X.YZ']);
  });

  it.each(['forwardagent yes', 'forwardagent /run/agent', 'forwardx11 yes'])(
    'is the program\'s business with "%s"',
    (line) => expect(sessionSettings(resolved(line))).toBeUndefined(),
  );

  it('is not known when ssh -G failed', () => {
    expect(sessionSettings('')).toBeUndefined();
  });
});
