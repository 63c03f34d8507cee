import { domainToASCII, domainToUnicode } from 'node:url';

const LONGEST = 254;
const ADDRESS = /^([^\s@\0]+)@([^\s@\0]+)$/;

/** What a domain may be written with. What is beyond it would be cut off or decoded by the parser of host names. */
const DOMAIN = /^[\w.\u0080-\u{10FFFF}-]+$/u;

const A_LABELS =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * The one form of an address that is stored and compared, or null if it cannot be one: in small letters, without spaces
 * around it, the local part in NFC (RFC 6532 §3.1), the domain in A-labels (RFC 5890 §2.3.2.1). That is how browsers
 * send an address, how it is mailed to, and how apps get it.
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
  // The parser of host names takes digits for an IPv4 address.
  return A_LABELS.test(ascii) && !/(?:^|\.)\d+$/.test(ascii) ? ascii : null;
}

/** The address as its owner writes it, for pages: the domain in its own letters. Anything else stays as it is. */
export function readableEmail(address: string): string {
  const [, local = '', domain = ''] = ADDRESS.exec(address) ?? [];
  if (!domain.includes('xn--') || !A_LABELS.test(domain)) return address;
  return `${local}@${domainToUnicode(domain) || domain}`;
}
