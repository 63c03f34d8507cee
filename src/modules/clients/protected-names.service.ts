import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { protectedForm } from './internal/names/checked-name.js';

const LIST = statement(
  'clients.list-protected-names',
  `SELECT id, name, protected_name AS form FROM clients WHERE protected_name IS NOT NULL`,
  { id: 'uuid', name: 'text', form: column<string>('text') },
);

// A concurrent change of the app takes precedence.
const RENEW = statement(
  'clients.renew-protected-name',
  `UPDATE clients SET protected_name = :now WHERE id = :id AND name = :name AND protected_name = :form`,
);

/** The skeletons of protected names, stored with reviewed apps. */
@Injectable()
export class ProtectedNames {
  constructor(private readonly database: Database) {}

  /**
   * Stores them again by the rules and the table of this version, since those of an older version would not match. At
   * every start; there is one row for each reviewed app.
   */
  async renew(): Promise<void> {
    const names = await this.database.query(LIST);
    for (const { id, name, form } of names) {
      const now = protectedForm(name);
      if (now !== form) await this.database.query(RENEW, { id, name, form, now });
    }
  }
}
