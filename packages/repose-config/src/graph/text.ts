/** Text for HTML and SVG, in content and in quoted attributes. */
export function escapeText(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // oxlint-disable-next-line no-control-regex -- neither XML nor HTML may hold them
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd')
    .replace(/[&<>"]/g, (char) => names[char]!);
}
