// Writes every character beyond ASCII as its escape: one such character makes V8 hold the whole file with two
// bytes for each character, and the longer a run's files, the sooner its first garbage collection comes (4 ms).

export function asciiOnly() {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escaped);
      }
    },
  };
}

/** Means the same in a string, a template and a regular expression. */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
