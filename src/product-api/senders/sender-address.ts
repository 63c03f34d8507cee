import type { SenderEntity } from './internal/sender.entity.js';

const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9 .&_-]{3,11}$/;
const LONG = /^\+[1-9]\d{6,14}$/;
const SHORT = /^\d{4,6}$/;

/** What the address of a sender is; null if it may not be one. */
export function senderTypeOf(address: string): SenderEntity['type'] | null {
  if (LONG.test(address)) return 'long';
  if (SHORT.test(address)) return 'short';
  return ALPHANUMERIC.test(address) && address.trim() === address ? 'alphanumeric' : null;
}

/** Names of whom people trust with money and papers, and of whom they obey. */
const PROTECTED = [
  ...[
    'BBVA',
    'SANTANDER',
    'CAIXA',
    'SABADELL',
    'BANKINTER',
    'ABANCA',
    'UNICAJA',
    'KUTXA',
    'INGDIRECT',
  ],
  ...[
    'BANCO',
    'BANK',
    'BIZUM',
    'PAYPAL',
    'VISA',
    'MASTERCARD',
    'REVOLUT',
    'N26',
    'HSBC',
    'BARCLAYS',
  ],
  ...['LLOYDS', 'NATWEST', 'BNP', 'SOCGEN', 'CREDITAGR', 'DEUTSCHE', 'SPARKASSE', 'UNICREDIT'],
  ...[
    'HACIENDA',
    'AEAT',
    'AGENCIATRIB',
    'SEGSOCIAL',
    'POLICIA',
    'GUARDIA',
    'DGT',
    'SEPE',
    'CORREOS',
  ],
  ...['HMRC', 'GOVUK', 'IRS', 'POLICE', 'AMELI', 'IMPOTS', 'LAPOSTE', 'GOBIERNO', 'GOV', 'NHS'],
  ...['GOOGLE', 'APPLE', 'AMAZON', 'MICROSOFT', 'WHATSAPP', 'FACEBOOK', 'INSTAGRAM', 'NETFLIX'],
];

/** Digits that stand for letters. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ '0': 'O', '1': 'I', '3': 'E', '4': 'A', '5': 'S', '7': 'T', '8': 'B' },
};

/** Whether a name could be taken for that of a bank, an authority or a well-known service. */
export function needsReview(address: string): boolean {
  const letters = address.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const read = letters.replaceAll(/[013457 8]/g, (digit) => LOOK_ALIKES[digit] ?? digit);
  return PROTECTED.some((name) =>
    // Three letters are part of many words.
    name.length <= 3 ? letters === name : letters.includes(name) || read.includes(name),
  );
}
