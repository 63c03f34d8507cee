/** An amount of millionths of a euro, to the cent. */
export const eurosOf = (millionths: number | string): string =>
  (Number(millionths) / 1_000_000).toFixed(2);
