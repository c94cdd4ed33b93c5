declare module 'yargs-parser/browser' {
  export interface Options {
    readonly string?: readonly string[];
    readonly boolean?: readonly string[];
    readonly number?: readonly string[];
    readonly narg?: Readonly<Record<string, number>>;
    readonly configuration?: Readonly<Record<string, boolean | string>>;
  }
  const parser: (argv: readonly string[], options: Options) => Record<string, unknown>;
  export default parser;
}
