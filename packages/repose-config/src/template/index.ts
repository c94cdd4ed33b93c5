/**
 * What happens to a file before Repose reads it as XML: `{$ NAME $}` is filled in from the
 * environment, `{% if … %}` chooses, `{! … !}` is dropped. `${name}` is nothing to Repose; some
 * fill it in by other means before.
 */
import { holds } from './condition.ts';
import { offsetMap, type Piece } from './offset-map.ts';

export interface TemplateValues {
  /** For `{$ NAME $}` and conditions. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** For `${name}`. Without it, `${name}` is plain text, as it is to Repose. */
  readonly external?: Readonly<Record<string, string>> | undefined;
}

/** A remark on a placeholder; `start` and `end` are offsets in the text that was given. */
export interface TemplateNotice {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly severity: 'note' | 'error';
  readonly message: string;
  readonly hint: string;
}

export interface Expanded {
  readonly text: string;
  readonly notices: readonly TemplateNotice[];
  /** The placeholders that nothing is known for, by their places in what was given. */
  readonly unknown: readonly { readonly start: number; readonly end: number }[];
  /** From an offset in `text` to the one in what was given. */
  readonly originalOffset: (offset: number) => number;
}

const tags = /\{\$([^]*?)\$\}|\{%([^]*?)%\}|\{!([^]*?)!\}/g;
const tagsAndExternal = /\{\$([^]*?)\$\}|\{%([^]*?)%\}|\{!([^]*?)!\}|\$\{([^{}<>"'\s]+)\}/g;

interface Branch {
  /** Whether an earlier branch of the same `if` was taken. */
  taken: boolean;
  /** Whether what stands here is kept. */
  readonly outer: boolean;
  readonly start: number;
}

/**
 * Fills in what is known. What isn't stays as it stands, with a notice.
 *
 * @param dropped - the starts of placeholders to leave out where nothing is known for them
 */
export function expandTemplate(
  text: string,
  values: TemplateValues = {},
  dropped: ReadonlySet<number> = new Set(),
): Expanded {
  const { variables = {}, external } = values;
  const pattern = external ? tagsAndExternal : tags;
  if (!/\{[$%!]/.test(text) && !(external && text.includes('${'))) {
    return { text, notices: [], unknown: [], originalOffset: (offset) => offset };
  }
  const notices: TemplateNotice[] = [];
  const unknown: { start: number; end: number }[] = [];
  const pieces: Piece[] = [];
  const branches: Branch[] = [];
  let keep = true;
  let last = 0;
  const put = (start: number, end: number, by?: string) => {
    if (keep && (end > start || by !== undefined)) {
      pieces.push({ start, end, text: by ?? text.slice(start, end), replaced: by !== undefined });
    }
  };
  for (const match of text.matchAll(pattern)) {
    const [all, output, code, comment, name] = match;
    const start = match.index;
    const end = start + all.length;
    put(last, start);
    last = end;
    const note = (message: string, hint: string) => {
      if (keep)
        notices.push({ start, end, code: 'template/placeholder', severity: 'note', message, hint });
    };
    if (comment !== undefined) continue;
    if (name !== undefined) {
      const value = own(external, name);
      if (value === undefined) put(start, end);
      else put(start, end, value);
    } else if (output !== undefined) {
      const value = own(variables, output.trim());
      if (value !== undefined) put(start, end, value);
      else {
        note(
          `${all.length > 60 ? '{$ … $}' : all} isn't known here, so the value is not checked`,
          'Repose takes it from its environment, and fails where it is not set. Give it with --values to have it checked.',
        );
        if (keep) unknown.push({ start, end });
        if (!dropped.has(start)) put(start, end);
      }
    } else if (code !== undefined) {
      keep = codeTag(code.trim(), { keep, branches, variables, start, note });
    }
  }
  put(last, text.length);
  const open = branches.at(-1);
  if (open) {
    notices.push({
      start: open.start,
      end: open.start + 2,
      code: 'template/unclosed-if',
      severity: 'error',
      message: 'this {% if %} has no {% endif %}',
      hint: 'Add {% endif %} after what depends on it.',
    });
    pieces.length = 0;
    pieces.push({ start: 0, end: text.length, text, replaced: false });
  }
  return {
    text: pieces.map((piece) => piece.text).join(''),
    notices,
    unknown,
    originalOffset: offsetMap(pieces, text.length),
  };
}

interface State {
  readonly keep: boolean;
  readonly branches: Branch[];
  readonly variables: Readonly<Record<string, string>>;
  readonly start: number;
  readonly note: (message: string, hint: string) => void;
}

/** Whether what follows is kept. */
function codeTag(code: string, state: State): boolean {
  const { keep, branches, start, note } = state;
  const [, word = '', condition = ''] = /^(if|else\s*if|else|endif)\b([^]*)$/.exec(code) ?? [];
  const branch = branches.at(-1);
  if (word === 'if') {
    const taken = decide(condition, state);
    branches.push({ taken, outer: keep, start });
    return keep && taken;
  }
  if (branch && word.startsWith('else')) {
    const take = !branch.taken && (word === 'else' || decide(condition, state));
    branch.taken ||= take;
    return branch.outer && take;
  }
  if (branch && word === 'endif') {
    branches.pop();
    return branch.outer;
  }
  note(
    `{% ${code.length > 40 ? '…' : code} %} is not understood here, and passed over`,
    'Repose runs it before it reads the file.',
  );
  return keep;
}

function decide(condition: string, { variables, note }: State): boolean {
  const known = holds(condition, (name) => own(variables, name));
  if (known === undefined) {
    note(
      `whether "${condition.trim()}" holds isn't known here: the file is checked as if it did`,
      'Give the value with --values to have the other case checked.',
    );
  }
  return known ?? true;
}

function own(values: Readonly<Record<string, string>> | undefined, name: string) {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
