/** One fenced block of a README that is executed. */
export interface Example {
  readonly language: 'console' | 'ts';
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly text: string;
  /** Shell commands of a `<!-- setup: ... -->` comment just before the block. */
  readonly setup: string | undefined;
}

/** The executable blocks of a Markdown text: `console` and `ts`; any other language is only shown. */
export function examplesOf(markdown: string): readonly Example[] {
  const examples: Example[] = [];
  const lines = markdown.split('\n');
  let setup: string | undefined;
  for (let i = 0; i < lines.length; i++) {
    const comment = /^<!--\s*setup:\s*(.*)$/.exec(lines[i]!);
    if (comment) {
      const words = [comment[1]!];
      while (!words.at(-1)!.includes('-->')) words.push(lines[++i] ?? '-->');
      setup = words.join('\n').replace(/\s*-->[^]*$/, '');
      continue;
    }
    const fence = /^(`{3,})(\w*)/.exec(lines[i]!);
    if (!fence) {
      if (lines[i]!.trim() !== '') setup = undefined;
      continue;
    }
    const line = i + 1;
    const body: string[] = [];
    while (++i < lines.length && !lines[i]!.startsWith(fence[1]!)) body.push(lines[i]!);
    const language = fence[2];
    if (language === 'console' || language === 'ts') {
      examples.push({ language, line, text: body.join('\n'), setup });
    }
    setup = undefined;
  }
  return examples;
}

export interface Step {
  readonly command: string;
  readonly expected: string;
}

/** The commands of a `console` block, each with the output that the block shows for it. */
export function stepsOf(text: string): readonly Step[] {
  const steps: { command: string; expected: string[] }[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    if (lines[i]!.startsWith('$ ')) {
      let command = lines[i]!.slice(2);
      // A backslash or a `> ` prompt carries the command on.
      while (command.endsWith('\\') || lines[i + 1]?.startsWith('> ')) {
        command += `\n${lines[++i]!.replace(/^> /, '')}`;
      }
      steps.push({ command, expected: [] });
    } else if (steps.length === 0) {
      if (lines[i] !== '')
        throw new Error(`a console block starts with "$ ", not with ${lines[i]}`);
    } else steps.at(-1)!.expected.push(lines[i]!);
  }
  return steps.map(({ command, expected }) => ({
    command,
    expected: expected.join('\n').trimEnd(),
  }));
}

/**
 * Whether `actual` is what `expected` shows: `…` is any text in a line, `...` alone any lines. White space
 * at the end of a line doesn't count: editors and formatters take it away.
 */
export function matches(actual: string, expected: string): boolean {
  const trimmed = (text: string): string => text.replaceAll(/[ \t]+$/gm, '');
  const pattern = trimmed(expected)
    .split('\n')
    .map((line) =>
      line === '...'
        ? '(?:[^]*?)'
        : `${line
            .split('…')
            .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('[^\\n]*?')}\n`,
    )
    .join('');
  return new RegExp(`^${pattern}$`).test(actual === '' ? '\n' : `${trimmed(actual).trimEnd()}\n`);
}

/** A sh script that runs the steps and writes a mark after each, so that the outputs can be told apart. */
export function consoleScript(steps: readonly Step[], mark: string): string {
  return steps.map(({ command }) => `${command}\nprintf '%s' '${mark}'`).join('\n');
}

/**
 * The module that a `ts` block becomes: each `// => value` is checked, as `check(actual, text)`, where
 * it stands.
 */
export function checkedModule(text: string): string {
  const lines = text.split('\n').map((line) => {
    const match = /^(\s*)(.+?);?\s*\/\/ => (.+)$/.exec(line);
    if (!match) return line;
    const [, indent, code, value] = match;
    const shown = JSON.stringify(value!.trim());
    const declared = /^(?:const|let|var)\s+([A-Za-z_$][\w$]*)/.exec(code!);
    if (declared) return `${indent}${code}; __check(${declared[1]}, ${shown});`;
    return `${indent}__check(${code}, ${shown});`;
  });
  return `${CHECK}\n${lines.join('\n')}\n`;
}

const CHECK = `
import { inspect as __inspect } from 'node:util';
function __check(actual, shown) {
  const got = __inspect(actual, { breakLength: Infinity, depth: null });
  const pattern = shown.split('…').map((part) => part.replaceAll(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&')).join('[^]*?');
  if (new RegExp('^' + pattern + '$').test(got)) return;
  let value;
  try { value = __inspect((0, eval)('(' + shown + ')'), { breakLength: Infinity, depth: null }); } catch {}
  if (value !== got) throw new Error('the README shows ' + shown + ', but it is ' + got);
}
`;
