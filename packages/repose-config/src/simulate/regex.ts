/** A regular expression of Java, as far as JavaScript has the same; `matches` and `find` are Java's. */
export interface JavaPattern {
  matches(text: string): boolean;
  /** The first match anywhere, with its groups. */
  find(text: string): RegExpExecArray | null;
  /** The match of the whole text, with its groups. */
  match(text: string): RegExpExecArray | null;
}

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: '\\t-\\r ',
};

/**
 * Reads a Java regular expression.
 *
 * Java's own constructs are rewritten where JavaScript has an equal: leading flags `(?i)`, `\Q…\E`,
 * `\A`, `\z`, `\Z`, `\h`, POSIX classes. Possessive quantifiers become greedy ones, which match the
 * same texts except where the possessive one gives up.
 *
 * @throws SyntaxError for what can't be rewritten, such as `(?>…)` or `[a&&b]`.
 */
export function javaPattern(source: string): JavaPattern {
  const flags = /^\(\?([a-z]+)\)/.exec(source);
  const asked = flags?.[1] ?? '';
  if (/[^ims]/.test(asked)) throw new SyntaxError(`the flags (?${asked}) have no equal here`);
  const own = [...new Set(asked)].join('');
  const body = rewrite(flags ? source.slice(flags[0].length) : source);
  const anywhere = new RegExp(body, own);
  const whole = new RegExp(`^(?:${body})$`, own.replace('m', ''));
  return {
    matches: (text) => whole.test(text),
    find: (text) => anywhere.exec(text),
    match: (text) => whole.exec(text),
  };
}

function rewrite(source: string): string {
  if (source.includes('(?>')) throw new SyntaxError('(?>…) has no equal here');
  if (/\[[^\]]*&&/.test(source)) throw new SyntaxError('[…&&…] has no equal here');
  let out = '';
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (c === '\\') {
      const next = source[++i];
      if (next === undefined) throw new SyntaxError('a lone \\ at the end');
      if (next === 'Q') {
        const end = source.indexOf('\\E', i + 1);
        const literal = source.slice(i + 1, end === -1 ? undefined : end);
        out += literal.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
        i = end === -1 ? source.length : end + 1;
      } else if (next === 'A') out += '^';
      else if (next === 'z' || next === 'Z') out += '$';
      else if (next === 'h') out += inClass ? ' \\t' : '[ \\t]';
      else if (next === 'p' || next === 'P') {
        const name = /^\{(\w+)\}/.exec(source.slice(i + 1));
        const set = name && POSIX[name[1]!];
        if (!name || !set) throw new SyntaxError(`\\${next}${name?.[0] ?? ''} has no equal here`);
        if (inClass && next === 'P') throw new SyntaxError('\\P in a class has no equal here');
        out += inClass ? set : `[${next === 'P' ? '^' : ''}${set}]`;
        i += name[0].length;
      } else out += `\\${next}`;
      continue;
    }
    if (c === '[') inClass = true;
    else if (c === ']') inClass = false;
    // A second + after a quantifier makes it possessive in Java.
    if (!inClass && c === '+' && /(?:^|[^\\])(?:\\\\)*[*+?}]$/.test(out)) continue;
    out += c;
  }
  return out;
}
