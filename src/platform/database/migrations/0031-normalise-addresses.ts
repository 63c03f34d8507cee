import { domainToASCII } from 'node:url';
import type { MigrationInterface, QueryRunner } from 'typeorm';

interface User {
  readonly id: string;
  readonly email: string;
  readonly email_verified_at: Date | null;
}

const LONGEST = 254;
const ADDRESS = /^([^\s@\0]+)@([^\s@\0]+)$/;

/** The characters of a domain. The URL parser would truncate at others, or decode them. */
const DOMAIN = /^[\w.\u0080-\u{10FFFF}-]+$/u;

const A_LABELS =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * Addresses are compared with their domain in A-labels. PostgreSQL has no IDNA, so the domain is converted here, row by
 * row; all others are found by pattern and not changed. If another account has the address in A-labels already, the row
 * is not changed: no browser could sign in to it, and no program can decide whose account it is. The same for a row
 * whose domain is invalid, since the URL parser would make another domain of it.
 *
 * The rules are copied as of this version: a migration must not change with the code.
 */
export class NormaliseAddresses1763700000031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const users = (await db.query(
      `SELECT id, email, email_verified_at FROM users WHERE email ~ '[^\\x21-\\x7e]|\\.$' ORDER BY created_at, id`,
    )) as User[];
    for (const user of users) await this.normalise(db, user);
  }

  private async normalise(
    db: QueryRunner,
    { id, email, email_verified_at: verifiedAt }: User,
  ): Promise<void> {
    const normal = normalForm(email);
    if (normal === null) return;
    await db.query(
      `UPDATE users SET email = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM users WHERE email = $2)`,
      [id, normal],
    );
    // The same address in another form: the trigger would treat it as another, unverified one.
    await db.query(`UPDATE users SET email_verified_at = $2 WHERE id = $1`, [id, verifiedAt]);
  }

  async down(): Promise<void> {
    // An address in A-labels is one for the older version, too.
  }
}

function normalForm(address: string): string | null {
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
