/**
 * The header lines of a message, in order, as a filter sees them: names without regard to case, and
 * as many lines of one name as there are.
 */
export class HeaderLines {
  readonly #lines: [name: string, value: string][];

  constructor(lines: Iterable<readonly [name: string, value: string]> = []) {
    this.#lines = Array.from(lines, ([name, value]) => [name, value]);
  }

  /** The value of the first line of that name. */
  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  /** The values of all lines of that name. */
  all(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    return this.#lines.filter(([own]) => own.toLowerCase() === wanted).map(([, value]) => value);
  }

  /** The values of all lines of that name, with those that stand in one line with commas apart. */
  split(name: string): readonly string[] {
    return this.all(name).flatMap((value) => value.split(',').map((part) => part.trim()));
  }

  /** Each name once, as it was first written. */
  names(): readonly string[] {
    const seen = new Map<string, string>();
    for (const [name] of this.#lines) {
      if (!seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
    }
    return [...seen.values()];
  }

  add(name: string, value: string, quality?: number): void {
    this.#lines.push([name, withQuality(value, quality)]);
  }

  /** Removes every line of that name and adds one. */
  replace(name: string, value: string, quality?: number): void {
    this.remove(name);
    this.add(name, value, quality);
  }

  remove(name: string): void {
    const wanted = name.toLowerCase();
    for (let i = this.#lines.length - 1; i >= 0; i--) {
      if (this.#lines[i]![0].toLowerCase() === wanted) this.#lines.splice(i, 1);
    }
  }

  /** Adds the value to the first line of that name, after a comma, or adds a line. */
  append(name: string, value: string): void {
    const wanted = name.toLowerCase();
    const line = this.#lines.find(([own]) => own.toLowerCase() === wanted);
    if (line) line[1] = `${line[1]},${value}`;
    else this.add(name, value);
  }

  lines(): readonly (readonly [name: string, value: string])[] {
    return this.#lines.map(([name, value]) => [name, value] as const);
  }

  copy(): HeaderLines {
    return new HeaderLines(this.#lines);
  }
}

function withQuality(value: string, quality: number | undefined): string {
  // As Java prints a double: 1 is 1.0.
  if (quality === undefined) return value;
  return `${value};q=${Number.isInteger(quality) ? quality.toFixed(1) : String(quality)}`;
}

/** The values with the highest `q`, in their order and without it; a value without one has 1. */
export function preferred(values: readonly string[]): readonly string[] {
  const rated = values.map((value) => {
    const [text = '', ...parameters] = value.split(';');
    const q = parameters.map((p) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(p)?.[1]).find(Boolean);
    return { text: text.trim(), quality: q === undefined ? 1 : Number(q) };
  });
  const best = Math.max(...rated.map(({ quality }) => quality));
  return rated.filter(({ quality }) => quality === best).map(({ text }) => text);
}
