import { toShell } from '../../quote.ts';
import type { CompletionModel, OptionModel, Source } from './model.ts';

/** The script for fish, 3.1 and later. */
export function fishCompletion(model: CompletionModel): string {
  const { tool, functionName, runner, commands } = model;
  const name = `_${functionName}`;
  const all = [...model.options, ...commands.flatMap((command) => command.options)];
  const lines = [
    `complete -c ${tool} -f`,
    ...model.options.map((option) => optionLine(option, runner ? `${name}_operand` : undefined)),
  ];
  if (runner) {
    lines.push(`complete -c ${tool} -n 'not ${name}_operand' -a '(__fish_complete_command)'`);
    lines.push(`complete -c ${tool} -n '${name}_operand' -a '(${name}_inner)'`);
  } else if (commands.length === 0) lines.push(operandLine(model.source));
  for (const command of commands) {
    lines.push(
      `complete -c ${tool} -n 'not ${name}_operand' -a ${quoted(command.name)} -d ${quoted(command.what)}`,
      ...command.options.map((option) =>
        optionLine(option, undefined, `${name}_operand ${command.name}`),
      ),
      operandLine(command.source, `${name}_operand ${command.name}`),
    );
  }
  return `# Completion of ${tool} for fish: put it into ~/.config/fish/completions/${tool}.fish, or load it by
#   ${tool} --completion fish | source

# Whether a word before the cursor is no option; with an argument, whether the first such word is it.
function ${name}_operand
    set -l words (commandline -opc)
    set -e words[1]
    set -l skip no
    for word in $words
        if test $skip = yes
            set skip no
        else if string match -qr -- '${takingPattern(all)}' $word
            set skip yes
        else if not string match -qr -- '^-.' $word
            test (count $argv) -eq 0; or test $word = $argv[1]
            return
        end
    end
    return 1
end
${runner ? innerFunction(name, all) : ''}
${lines.filter((line) => line !== '').join('\n')}
`;

  function optionLine(option: OptionModel, unless?: string, when?: string): string {
    const parts = [`complete -c ${tool}`];
    if (unless !== undefined) parts.push(`-n 'not ${unless}'`);
    if (when !== undefined) parts.push(`-n '${when}'`);
    if (option.letter !== undefined) parts.push(`-s ${option.letter}`);
    parts.push(`-l ${option.long}`);
    if (option.takesValue) parts.push('-r', sourceWords(option.source));
    parts.push(`-d ${quoted(option.what)}`);
    return parts.filter((part) => part !== '').join(' ');
  }

  function operandLine(source: Source, when?: string): string {
    const words = sourceWords(source);
    if (source.kind === 'none') return '';
    return `complete -c ${tool}${when === undefined ? '' : ` -n '${when}'`} ${words}`;
  }
}

function innerFunction(name: string, options: readonly OptionModel[]): string {
  return `
# Completes the command that is to run as if it stood there alone.
function ${name}_inner
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]; and string match -qr -- '^-.' $words[1]
        string match -qr -- '${takingPattern(options)}' $words[1]; and set -e words[1]
        set -e words[1]
    end
    complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end
`;
}

/** Matches an option that takes the word after it: long, or at the end of a group of letters. */
function takingPattern(options: readonly OptionModel[]): string {
  const taking = options.filter((option) => option.takesValue);
  const long = taking.map((option) => option.long).join('|');
  const letters = taking.flatMap((option) => option.letter ?? []).join('');
  const plain = options.flatMap(({ takesValue, letter }) => (takesValue ? [] : (letter ?? [])));
  const group = letters === '' ? '' : `|-[${plain.join('')}]*[${letters}]`.replace('[]*', '');
  return `^(--(${long})${group})$`;
}

function sourceWords(source: Source): string {
  switch (source.kind) {
    case 'none':
      return '-f';
    case 'words':
      return `-f -a ${quoted(source.words.join(' '))}`;
    case 'file':
      return '-F';
    case 'directory':
      return `-f -a '(__fish_complete_directories)'`;
    case 'command':
      return `-f -a '(__fish_complete_command)'`;
    case 'lines':
      return `-f -a ${quoted(`(${toShell(source.argv)} (commandline -ct) 2>/dev/null)`)}`;
  }
}

/** fish reads a backslash before a quote or a backslash inside single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
