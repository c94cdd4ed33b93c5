import { toShell } from '../../quote.ts';
import type { CompletionModel, OptionModel, Source } from './model.ts';

/** The script for zsh, on top of its own `_arguments`. */
export function zshCompletion(model: CompletionModel): string {
  const { tool, functionName: name, commands } = model;
  const words = model.options.map((option) => spec(option, name));
  return `#compdef ${tool}
# Completion of ${tool} for zsh: put it into a folder of $fpath as _${tool}, or load it by
#   source <(${tool} --completion zsh)

${name}_lines() {
  local -a lines
  lines=("\${(@f)$("$@" "$PREFIX" 2>/dev/null)}")
  compadd -a lines
}

${name}() {
  local curcontext=$curcontext state line ret=1
  typeset -A opt_args
${commands.length > 0 ? commandBody(model, words) : plainBody(model, words)}
  return ret
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  ${name} "$@"
else
  compdef ${name} ${tool}
fi
`;
}

function plainBody(model: CompletionModel, words: readonly string[]): string {
  return call(
    model.runner
      ? [...words, `'(-)1: :_command_names -e'`, `'*:: :_normal'`]
      : [...words, ...operands(model.source, model.functionName)],
    model.runner,
  );
}

function commandBody(model: CompletionModel, words: readonly string[]): string {
  const { functionName: name, commands, runner } = model;
  const described = commands.map(({ name, what }) => quoted(`${name}:${what}`)).join(' ');
  const cases = commands.map((command) => {
    const own = command.options.map((option) => spec(option, name));
    const body = command.passThrough
      ? '      _files && ret=0'
      : call([...own, ...words, ...operands(command.source, name)], runner, '      ');
    return `    ${command.name})\n${body}\n      ;;`;
  });
  return `${call([...words, `'(-)1: :->command'`, `'*:: :->words'`], true)}
  case $state in
  command)
    local -a named
    named=(${described})
    _describe -t commands command named && ret=0
${runner ? '    _command_names -e && ret=0\n' : ''}    ;;
  words)
    curcontext=\${curcontext%:*}-$line[1]:
    case $line[1] in
${cases.join('\n')}
    *)
      ${runner ? '_normal' : '_default'} && ret=0
      ;;
    esac
    ;;
  esac`;
}

/** Operands that nothing is known of are left out: zsh would not insert even an option beside them. */
function operands(source: Source, name: string): string[] {
  return source.kind === 'none' ? [] : [quoted(`*: :${action(source, name)}`)];
}

function call(specs: readonly string[], halt: boolean, indent = '  '): string {
  const flags = `-s -S -C${halt ? " -A '-*'" : ''}`;
  return `${indent}_arguments ${flags} \\\n${specs
    .map((one) => `${indent}  ${one}`)
    .join(' \\\n')} && ret=0`;
}

function spec(option: OptionModel, name: string): string {
  const what = `[${option.what.replaceAll(/[[\]\\]/g, '\\$&')}]`;
  const value = option.takesValue
    ? `:${option.valueName.replaceAll(/[:\\]/g, '\\$&')}:${action(option.source, name)}`
    : '';
  const long = `--${option.long}${option.takesValue ? '=' : ''}`;
  const again = option.again ? '*' : '';
  if (option.letter === undefined) return quoted(`${again}${long}${what}${value}`);
  const short = `-${option.letter}${option.takesValue ? '+' : ''}`;
  const group = option.again ? "'*'" : `'(-${option.letter} --${option.long})'`;
  return `${group}{${short},${long}}${quoted(`${what}${value}`)}`;
}

function action(source: Source, name: string): string {
  switch (source.kind) {
    case 'none':
      return ' ';
    case 'words':
      return `(${source.words.map((word) => word.replaceAll(/[^\w.,/-]/g, '\\$&')).join(' ')})`;
    case 'file':
      return '_files';
    case 'directory':
      return '_directories';
    case 'command':
      return '_command_names -e';
    case 'lines':
      // A space first: else zsh puts options for compadd between the words.
      return ` ${name}_lines ${toShell(source.argv)}`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
