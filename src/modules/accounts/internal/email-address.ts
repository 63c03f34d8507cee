const LONGEST = 254;

/** The address in lower case without spaces around it, or null if it cannot be one. */
export function normaliseEmail(given: string): string | null {
  const address = given.trim().toLowerCase();
  const plausible = /^[^\s@\0]+@[^\s@\0]+$/.test(address) && address.length <= LONGEST;
  return plausible ? address : null;
}
