/**
 * Controls but line ends, and what hides, reorders or breaks text (attack C9). Joiners are no part of it: some scripts and
 * emoji need them.
 */
const HIDDEN =
  /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

/** What was typed into a field. Browsers send CRLF (HTML §4.10.21.4). */
export const typed = (text = ''): string => text.normalize('NFC').replaceAll('\r\n', '\n').trim();

export const hasHidden = (text: string): boolean => text.search(HIDDEN) >= 0;

export const withoutHidden = (text: string): string => text.replaceAll(HIDDEN, '');
