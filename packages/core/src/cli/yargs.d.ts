declare module 'yargs' {
  /** The part of yargs that the help and the tests use. */
  export interface Yargs {
    scriptName(name: string): this;
    usage(text: string): this;
    locale(name: string): this;
    detectLocale(on: boolean): this;
    version(on: false): this;
    help(on: false): this;
    wrap(columns: number): this;
    option(key: string, spec: { alias?: string | undefined; describe: string }): this;
    group(keys: readonly string[], heading: string): this;
    command(words: string, summary: string): this;
    example(command: string, what: string): this;
    epilogue(text: string): this;
    getHelp(): Promise<string>;
    options(table: Readonly<Record<string, object>>): this;
    parserConfiguration(settings: Readonly<Record<string, boolean | string>>): this;
    exitProcess(on: boolean): this;
    parseAsync(): Promise<Record<string, unknown>>;
  }
  const yargs: (argv: readonly string[]) => Yargs;
  export default yargs;
}
