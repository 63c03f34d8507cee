/** Of a search: more words would find nothing more exact. */
const MOST_WORDS = 8;
export const LONGEST_SEARCH = 100;

/**
 * What people typed, as a `tsquery`: every word, the last letters of each left open. Only letters and digits are kept, so
 * that nothing in it is an operator. Null if there is no word.
 */
export function searchWords(typed: string): string | null {
  const words =
    typed
      .slice(0, LONGEST_SEARCH)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return null;
  return words
    .slice(0, MOST_WORDS)
    .map((word) => `${word}:*`)
    .join(' & ');
}
