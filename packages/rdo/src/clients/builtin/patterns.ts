/** Whether capital letters count. Host names have none that do; the words of `Host` and of SendEnv have. */
export type Case = 'exact' | 'ignored';

/** Whether `text` matches one pattern of ssh_config(5): `*` is any run of characters, `?` any one. */
export function matchesPattern(pattern: string, text: string, letters: Case = 'exact'): boolean {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, letters === 'ignored' ? 'si' : 's').test(text);
}

/** Whether `text` matches a pattern of the list and none of its negated (`!`) ones. */
export function matchesPatterns(
  patterns: readonly string[],
  text: string,
  letters: Case = 'exact',
): boolean {
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), text, letters)) return false;
    } else if (matchesPattern(pattern, text, letters)) matched = true;
  }
  return matched;
}
