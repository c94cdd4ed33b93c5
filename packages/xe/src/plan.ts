import type { Gate } from './gate.ts';
import { lookUp, type LookUp } from './lookup.ts';
import type { Program, Reason } from './types.ts';
import type { Settings } from './xerc/settings.ts';

/** Set on the machine that rdo runs a command on, so that an xe there runs it itself. */
export const REMOTE = 'XE_REMOTE';

export interface CommandPlan {
  /** The program's file and its arguments, when the program can be run. */
  readonly argv: readonly string[] | undefined;
  /** The words as they would be typed: the command after every substitution. */
  readonly words: readonly string[];
  readonly program: Program;
  readonly remote: boolean;
  readonly why: readonly Reason[];
}

/** Makes of the words that the user typed the command that runs. */
export function planCommand(
  typed: readonly string[],
  settings: Settings,
  world: LookUp & { readonly gate: Gate; readonly literal: boolean },
): CommandPlan {
  const why: Reason[] = [];
  const note = (subject: string, because: string): void => {
    why.push({ topic: 'command', subject, verdict: 'used', because });
  };
  const name = typed[0]!;
  const named = world.literal ? typed : expandNamed(typed, settings, world, note);
  const prefix = withenv(settings, world, note);
  if (goesRemote(name, settings, world, note)) {
    const words = ['rdo', '-E', `${REMOTE}=1`, ...prefix, ...named];
    const { program } = lookUp('rdo', world);
    if (program.kind === 'found') note('rdo', `it is ${program.file}`);
    return { argv: argvOf(program, words), words, program, remote: true, why };
  }
  const found = lookUp(named[0]!, world);
  const words = [...found.words, ...named.slice(1)];
  if (found.program.kind === 'found') {
    const place = { project: 'in the project', path: "on the user's PATH", given: 'as given' };
    const through = found.through === undefined ? '' : `, by the ${found.through}`;
    note(named[0]!, `${found.program.file}, found ${place[found.program.from]}${through}`);
  }
  if (prefix.length === 0 || found.program.kind !== 'found') {
    return {
      argv: argvOf(found.program, words),
      words,
      program: found.program,
      remote: false,
      why,
    };
  }
  const we = lookUp('we', world).program;
  const all = [...prefix, found.program.file, ...words.slice(1)];
  return { argv: argvOf(we, all), words: all, program: we, remote: false, why };
}

function argvOf(program: Program, words: readonly string[]): readonly string[] | undefined {
  return program.kind === 'found' ? [program.file, ...words.slice(1)] : undefined;
}

/** Puts what `commands` of `.xerc` says in place of the first word; once, so that a name may wrap itself. */
function expandNamed(
  typed: readonly string[],
  { commands }: Settings,
  { gate, rules }: LookUp & { readonly gate: Gate },
  note: (subject: string, because: string) => void,
): readonly string[] {
  const name = typed[0]!;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return typed;
  const { value, origin } = command;
  const shown = value.kind === 'shell' ? value.line : value.words.join(' ');
  if (!gate.allows(command, `commands.${name}`, `runs: ${shown}`)) return typed;
  const line = origin.kind === 'file' ? `:${origin.line}` : '';
  note(name, `.xerc${line} says: ${shown}`);
  const rest = typed.slice(1);
  if (value.kind === 'words') return [...value.words, ...rest];
  if (rules.windows) return ['cmd', '/d', '/s', '/c', value.line, ...rest];
  return ['sh', '-c', `${value.line} "$@"`, name, ...rest];
}

function withenv(
  { withenvDefault }: Settings,
  { gate }: { readonly gate: Gate },
  note: (subject: string, because: string) => void,
): readonly string[] {
  if (!withenvDefault) return [];
  const words = ['we', ...withenvDefault.value];
  if (!gate.allows(withenvDefault, 'WITHENV_DEFAULT', `runs: ${words.join(' ')}`)) return [];
  note('we', 'WITHENV_DEFAULT puts it in front');
  return words;
}

function goesRemote(
  name: string,
  { useRdo, rdoCommands }: Settings,
  { gate, env }: LookUp & { readonly gate: Gate },
  note: (subject: string, because: string) => void,
): boolean {
  const by =
    useRdo?.value === true
      ? { key: 'USE_RDO', sourced: useRdo, because: 'USE_RDO is true' }
      : rdoCommands?.value.includes(name)
        ? { key: 'RDO_COMMANDS', sourced: rdoCommands, because: `RDO_COMMANDS lists ${name}` }
        : undefined;
  if (!by) return false;
  if (env[REMOTE] !== undefined && env[REMOTE] !== '') {
    note(name, `runs here although ${by.because}: this is the machine that rdo chose (${REMOTE})`);
    return false;
  }
  // rdo given by hand must not be handed to rdo.
  if (name === 'rdo') return false;
  if (!gate.allows(by.sourced, by.key, `hands ${name} to rdo`)) return false;
  note(name, `goes to rdo: ${by.because}`);
  return true;
}
