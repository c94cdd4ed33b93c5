/** A shell script, built in as `encode` gives it, without its comments. */
declare module '*.sh' {
  const encoded: string;
  export default encoded;
}
