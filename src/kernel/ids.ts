import { v7 } from 'uuid';

/** Crockford base32: no I, L, O, U, so that an id can be read aloud and typed without mistakes. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Prefixes of identifiers on the wire; the database knows plain UUIDs only. */
export type IdKind =
  'azr' | 'usr' | 'org' | 'prj' | 'app' | 'grt' | 'aud' | 'seg' | 'cmp' | 'req' | 'rcp' | 'rsv';

/** A new UUID version 7 (RFC 9562 §5.7): sortable by creation time. */
export const newId = (): string => v7();

/** `('prj', uuid)` → `prj_` and 26 base32 characters. */
export function toWireId(kind: IdKind, uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = ALPHABET[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return `${kind}_${text}`;
}

/** The UUID behind a wire id, or null for anything that `toWireId(kind, …)` would never have written. */
export function fromWireId(kind: IdKind, text: string): string | null {
  const body = text.startsWith(`${kind}_`) ? text.slice(kind.length + 1) : '';
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(body)) return null;
  let value = 0n;
  for (const char of body) value = (value << 5n) | BigInt(ALPHABET.indexOf(char));
  return value
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
