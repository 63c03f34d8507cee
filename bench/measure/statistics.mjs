/** Of numbers; undefined of none. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `{ median, least, most }`, or null of no values. */
export const spread = (values) =>
  values.length === 0
    ? null
    : { median: median(values), least: Math.min(...values), most: Math.max(...values) };
