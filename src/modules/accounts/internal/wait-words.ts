/** `40 seconds`, `3 minutes`, rounded up. */
export function waitWords(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? '1 second' : `${String(seconds)} seconds`;
  return `${String(Math.ceil(seconds / 60))} minutes`;
}
