import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { protectedForm } from './internal/names/name-rules.service.js';

const LIST = statement(
  'clients.list-protected-names',
  `SELECT id, name, protected_name AS form FROM clients WHERE protected_name IS NOT NULL`,
  { id: 'uuid', name: 'text', form: column<string>('text') },
);

// Whoever changed the app in the meantime knows better.
const RENEW = statement(
  'clients.renew-protected-name',
  `UPDATE clients SET protected_name = :now WHERE id = :id AND name = :name AND protected_name = :form`,
);

/** What names that can be taken for those of reviewed apps look like, as it stands with the apps. */
@Injectable()
export class ProtectedNames {
  constructor(private readonly database: Database) {}

  /**
   * Writes them again by the rules and the table of this version of the server: by those of an older one they would
   * not be found. At every start; the rows are as many as apps were reviewed.
   */
  async renew(): Promise<void> {
    const names = await this.database.query(LIST);
    for (const { id, name, form } of names) {
      const now = protectedForm(name);
      if (now !== form) await this.database.query(RENEW, { id, name, form, now });
    }
  }
}
