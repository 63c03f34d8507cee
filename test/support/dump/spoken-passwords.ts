/** Passwords that this test file has sent: only their hashes may be stored. */
export const spokenPasswords = new Set<string>();

/** Records the passwords among the fields of a form. */
export function overhear(fields: Iterable<readonly [string, string]>): void {
  for (const [name, value] of fields) {
    if (/password/i.test(name) && value.length >= 8) spokenPasswords.add(value);
  }
}
