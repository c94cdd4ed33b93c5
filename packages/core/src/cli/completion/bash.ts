import { toShell } from '../../quote.ts';
import type { CommandModel, CompletionModel, OptionModel, Source } from './model.ts';

/**
 * The script for bash, 3.2 and later; with the package bash-completion loaded, a runner's command
 * is completed with that command's own completion.
 *
 * The words before the cursor are read as the tool reads them. bash splits `--option=value` at the
 * `=`, so a value may be one word further.
 */
export function bashCompletion(model: CompletionModel): string {
  const { tool, functionName: name, runner, commands } = model;
  const all = [...model.options, ...commands.flatMap((command) => command.options)];
  const passThrough = commands.filter((command) => command.passThrough).map(({ name }) => name);
  const valueCases = [
    ...commands.flatMap((one) => taking(one.options).map((option) => valueCase(option, one.name))),
    ...taking(model.options).map((option) => valueCase(option, '*')),
  ];
  return `# Completion of ${tool} for bash: put it where bash-completion looks,
# ~/.local/share/bash-completion/completions/${tool}, or load it by
#   source <(${tool} --completion bash)

${name}_add() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$@" -- "$cur")
}

${name}_lines() {
  local word
  while IFS= read -r word; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done < <("$@" "$cur" 2>/dev/null)
}

${name}_files() {
  ${name}_add "$@"
  # Quotes what needs it, and puts a slash after a folder.
  compopt -o filenames 2>/dev/null
}

${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} word option='' command='' ended='' operands=0 i=1
  COMPREPLY=()
  [[ $cur == '=' ]] && cur=''
  for ((; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $option ]]; then
      [[ $word == '=' ]] && continue
      option=''
    elif [[ $ended || $word != -?* ]]; then
      operands=$((operands + 1))
${operandLines(model, passThrough)}
    elif [[ $word == '--' ]]; then
      ended=yes
    elif [[ ${takingPattern(all)} ]]; then
      option=$word
    fi
  done
  # A word such as --option=value that bash was told not to split.
  if [[ ! $option && ! $ended && $cur == --*=* ]]; then
    option=\${cur%%=*} cur=\${cur#*=}
  fi
  if [[ $option ]]; then
    case "$command $option" in
${valueCases.join('\n')}
    esac
  elif [[ ! $ended && $cur == -* ]]; then
    case $command in
${commands.map((command) => optionsCase(command.name, [...command.options, ...model.options])).join('\n')}
${optionsCase('*', model.options)}
    esac
  else
    case $command in
${commands.map(operandCase).join('\n')}
      *)
${commands.length > 0 ? `        ${runner ? '[[ $ended ]] || ' : ''}${name}_add -W '${commands.map((c) => c.name).join(' ')}'` : ''}
        ${sourceLine(model.source, name)} ;;
    esac
  fi
}
complete -F ${name} ${tool}
`.replaceAll(/\n\n(?= )/g, '\n');

  function valueCase(option: OptionModel, command: string): string {
    const { long, letter } = option;
    const short = letter === undefined ? [] : [`'-${letter}'`, `'-'[!-]*'${letter}'`];
    const given = [`'--${long}'`, ...short].map((form) => `${command}' '${form}`).join(' | ');
    return `      ${given}) ${sourceLine(option.source, name)} ;;`;
  }

  function operandCase(command: CommandModel): string {
    return `      ${command.name}) ${sourceLine(command.source, name)} ;;`;
  }

  function optionsCase(pattern: string, options: readonly OptionModel[]): string {
    const words = options.flatMap(({ long, letter }) =>
      letter === undefined ? [`--${long}`] : [`-${letter}`, `--${long}`],
    );
    return `      ${pattern}) ${name}_add -W '${words.join(' ')}' ;;`;
  }
}

function taking(options: readonly OptionModel[]): OptionModel[] {
  return options.filter((option) => option.takesValue);
}

/** What the first word that is no option means. */
function operandLines(model: CompletionModel, passThrough: readonly string[]): string {
  const names = model.commands.map((command) => command.name).join('|');
  const choose = `if [[ ! $ended && $operands == 1 && $word =~ ^(${names})$ ]]; then command=$word; fi`;
  const lines = model.commands.length > 0 ? [`      ${choose}`] : [];
  if (passThrough.length > 0) {
    const theirs = `^(${passThrough.join('|')})$`;
    lines.push(
      `      if [[ $command =~ ${theirs} ]]; then ${model.functionName}_files -f; return; fi`,
    );
  }
  if (model.runner) {
    const theirs = model.commands.length > 0 ? '[[ ! $command ]] && ' : '';
    lines.push(`      ${theirs}{ ${commandOffset(model.functionName)}; return; }`);
  }
  return lines.join('\n');
}

/** bash-completion knows how to complete a command that starts at a later word. */
function commandOffset(name: string): string {
  return `if type _comp_command_offset >/dev/null 2>&1; then _comp_command_offset $i
      elif type _command_offset >/dev/null 2>&1; then _command_offset $i
      else ${name}_files -f; fi`;
}

/** Matches an option that takes the word after it: long, or at the end of a group of letters. */
function takingPattern(options: readonly OptionModel[]): string {
  const long = taking(options)
    .map((option) => option.long)
    .join('|');
  const letters = taking(options)
    .flatMap((option) => option.letter ?? [])
    .join('');
  const plain = options.flatMap(({ takesValue, letter }) => (takesValue ? [] : (letter ?? [])));
  const group = letters === '' ? '' : `|-[${plain.join('')}]*[${letters}]`.replace('[]*', '');
  return `$word =~ ^(--(${long})${group})$`;
}

function sourceLine(source: Source, name: string): string {
  switch (source.kind) {
    case 'none':
      return ':';
    case 'words':
      return `${name}_add -W '${source.words.join(' ')}'`;
    case 'file':
      return `${name}_files -f`;
    case 'directory':
      return `${name}_files -d`;
    case 'command':
      return `${name}_add -c`;
    case 'lines':
      return `${name}_lines ${toShell(source.argv)}`;
  }
}
