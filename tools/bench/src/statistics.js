/** @param {readonly number[]} values */
export function median(values) {
  if (values.length === 0) throw new RangeError('no values have no median');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The samples of two rows that were taken in turn, compared pair by pair, so that a machine whose
 * speed drifts moves both sides.
 *
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 * @param {(a: number, b: number) => number} compare
 */
export function pairwise(a, b, compare) {
  if (a.length !== b.length) throw new RangeError('rows of different lengths have no pairs');
  return median(a.map((value, index) => compare(value, b[index])));
}
