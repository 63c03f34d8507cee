import { domainToASCII, domainToUnicode } from 'node:url';

const LONGEST = 254;
const ADDRESS = /^([^\s@\0]+)@([^\s@\0]+)$/;

/** The characters of a domain. The URL parser would truncate at others, or decode them. */
const DOMAIN = /^[\w.\u0080-\u{10FFFF}-]+$/u;

const A_LABELS =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * The one form of an address that is stored and compared, or null if it is no address: in lower case, trimmed, the
 * local part in NFC (RFC 6532 §3.1), the domain in A-labels (RFC 5890 §2.3.2.1). Browsers send that form, mail is sent
 * to it, and apps receive it.
 */
export function normaliseEmail(given: string): string | null {
  const address = given.trim();
  const [, local, domain] = (address.length <= LONGEST && ADDRESS.exec(address)) || [];
  const ascii = domain === undefined ? null : inALabels(domain);
  if (local === undefined || ascii === null) return null;
  const normal = `${local.toLowerCase().normalize('NFC')}@${ascii}`;
  return normal.length <= LONGEST ? normal : null;
}

function inALabels(domain: string): string | null {
  if (!DOMAIN.test(domain)) return null;
  const ascii = domainToASCII(domain).replace(/\.$/, '');
  // The URL parser takes digits for an IPv4 address.
  return A_LABELS.test(ascii) && !/(?:^|\.)\d+$/.test(ascii) ? ascii : null;
}

/** The address for pages: the domain in U-labels (RFC 5890 §2.3.2.1). Anything else is unchanged. */
export function readableEmail(address: string): string {
  const [, local = '', domain = ''] = ADDRESS.exec(address) ?? [];
  if (!domain.includes('xn--') || !A_LABELS.test(domain)) return address;
  return `${local}@${domainToUnicode(domain) || domain}`;
}
