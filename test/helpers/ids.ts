// Ids that are valid, different and the same in every run.

/** A source of prompt ids: `p0000001`, `p0000002`, … */
export function countingIds(prefix = 'p'): () => string {
  let count = 0;
  return () => {
    count += 1;
    return prefix + String(count).padStart(7, '0');
  };
}
