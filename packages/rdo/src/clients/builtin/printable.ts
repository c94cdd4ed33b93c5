/** What a server says, without what could write all over the terminal: control characters become `?`. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{C}\n\t]/gu, '?');
}
