/** Up to six decimals: amounts are stored in millionths. */
export const MONEY = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/;

const DIGITS = 6;

/** Millionths, as PostgreSQL writes a bigint, or null if it is no amount. */
export function fromMoney(text: string): string | null {
  const [found, sign, whole = '', fraction = ''] = MONEY.exec(text) ?? [];
  if (found === undefined) return null;
  return String(BigInt(`${sign}${whole}${fraction.padEnd(DIGITS, '0')}`));
}

/** `12500000` is `12.50`: two decimals, or as many as the amount has. */
export function toMoney(micros: string): string {
  const [, sign = '', digits = ''] = /^(-?)(\d+)$/.exec(micros) ?? [];
  const padded = digits.padStart(DIGITS + 1, '0');
  const fraction = padded.slice(-DIGITS).replace(/0{1,4}$/, '');
  return `${sign}${padded.slice(0, -DIGITS)}.${fraction}`;
}
