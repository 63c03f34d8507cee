/** Passwords that people of this test file have typed anywhere: only their hashes may remain. */
export const spokenPasswords = new Set<string>();

/** Notes the passwords among the fields of a form. */
export function overhear(fields: Iterable<readonly [string, string]>): void {
  for (const [name, value] of fields) {
    if (/password/i.test(name) && value.length >= 8) spokenPasswords.add(value);
  }
}
