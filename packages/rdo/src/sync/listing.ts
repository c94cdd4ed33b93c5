/** What rsync says of files: names with their sizes, times and what would be done. */

export interface Listed {
  /** As `--itemize-changes` has it: `>f+++++++++`, `.f`, `cL..` and so on. */
  readonly change: string;
  readonly size: number;
  /** In whole seconds. */
  readonly seconds: number;
  readonly name: string;
}

/** For `--out-format`: what {@link parseListing} reads. */
export const LISTING = '--out-format=%i|%l|%M|%n';

/** Reads lines of {@link LISTING}; others, which rsync may say besides, are passed over. */
export function parseListing(text: string): readonly Listed[] {
  const found: Listed[] = [];
  for (const line of text.split('\n')) {
    const match =
      /^([<>ch.*][fdLDS].{9}) *\|([\d,.]+)\|(\d{4})\/(\d\d)\/(\d\d)-(\d\d:\d\d:\d\d)\|(.+)$/.exec(
        line,
      );
    if (!match) continue;
    const [, change = '', size = '', year, month, day, time, name = ''] = match;
    found.push({
      change,
      size: Number(size.replaceAll(/[,.]/g, '')),
      seconds: Date.parse(`${year}-${month}-${day}T${time}Z`) / 1000,
      name: unescapeName(name),
    });
  }
  return found;
}

/** rsync writes bytes that no terminal shows as `\#ooo`, octal. */
function unescapeName(text: string): string {
  return text.replaceAll(/\\#([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Names for `--from0 --files-from=-`. */
export function nameList(names: Iterable<string>): Buffer {
  const parts: string[] = [];
  // A name that starts with `;` or `#` would be a comment, and rsync takes away what `./` adds.
  for (const name of names) parts.push(`./${name}\0`);
  return Buffer.from(parts.join(''), 'latin1');
}
