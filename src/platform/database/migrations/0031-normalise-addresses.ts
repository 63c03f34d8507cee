import { domainToASCII } from 'node:url';
import type { MigrationInterface, QueryRunner } from 'typeorm';

interface User {
  readonly id: string;
  readonly email: string;
  readonly email_verified_at: Date | null;
}

/**
 * Addresses are compared with their domain in A-labels. PostgreSQL has no IDNA, so the domain is converted here, row
 * by row; all others are found by pattern and stay. Where somebody else has the address in A-labels already, the row
 * stays as it was: nobody could sign in to it with a browser, and whose account it is no program can tell.
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
    const at = email.lastIndexOf('@');
    const domain = domainToASCII(email.slice(at + 1)).replace(/\.$/, '');
    if (domain === '') return;
    const normal = `${email.slice(0, at).normalize('NFC')}@${domain}`;
    await db.query(
      `UPDATE users SET email = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM users WHERE email = $2)`,
      [id, normal],
    );
    // The same address in another form: a trigger takes it for another one, which nobody has proven.
    await db.query(`UPDATE users SET email_verified_at = $2 WHERE id = $1`, [id, verifiedAt]);
  }

  async down(): Promise<void> {
    // An address in A-labels is one for the older version, too.
  }
}
