/** The conditions of `{% if … %}` that can be decided here: a name, or two compared. */

const comparison = /^(.+?)\s*(==|!=)\s*(.+)$/;

/** Whether the condition holds; `undefined` where that can't be told. */
export function holds(
  condition: string,
  lookUp: (name: string) => string | undefined,
): boolean | undefined {
  let text = condition.trim();
  while (text.startsWith('(') && text.endsWith(')') && !text.slice(1, -1).includes('(')) {
    text = text.slice(1, -1).trim();
  }
  const negated = /^(?:not\s+|!\s*)(?!=)(.+)$/.exec(text);
  if (negated) {
    const inner = holds(negated[1]!, lookUp);
    return inner === undefined ? undefined : !inner;
  }
  const [, left, operator, right] = comparison.exec(text) ?? [];
  if (left === undefined || right === undefined) {
    const value = valueOf(text, lookUp);
    return value === undefined ? undefined : value !== '' && value !== 'false' && value !== '0';
  }
  const [a, b] = [valueOf(left, lookUp), valueOf(right, lookUp)];
  if (a === undefined || b === undefined) return undefined;
  return (a === b) === (operator === '==');
}

function valueOf(word: string, lookUp: (name: string) => string | undefined): string | undefined {
  const [, double, single, number] =
    /^(?:"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?|true|false))$/.exec(word) ?? [];
  return double ?? single ?? number ?? (/^[\w.]+$/.test(word) ? lookUp(word) : undefined);
}
