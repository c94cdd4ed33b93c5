/** Shell scripts are built in as text. */
declare module '*.sh' {
  const text: string;
  export default text;
}
