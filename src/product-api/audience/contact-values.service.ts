import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import { attributesAt } from './internal/contact-attributes.js';
import { ContactEntity } from './internal/contact.entity.js';

const { list, shape } = columnsOf(ContactEntity);

const FIND_SOME = statement(
  'contact.find-some',
  `SELECT ${list} FROM contacts WHERE project_id = :projectId AND id = ANY (:ids::uuid[]) AND deleted_at IS NULL`,
  shape,
);

/** The value of an attribute, reserved or custom; null or undefined if there is none. */
export type ValueOf = (attribute: string) => unknown;

/** What contacts are called, for texts to them. The text is for the contact: no level hides anything. */
@Injectable()
export class ContactValues {
  constructor(private readonly database: Database) {}

  /** By UUID; contacts that do not exist any more are absent. */
  async of(
    tx: EntityManager,
    projectId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, ValueOf>> {
    const rows = await this.database.queryIn(tx, FIND_SOME, { projectId, ids });
    return new Map(
      rows.map((row) => {
        const attributes = attributesAt(row, 'full');
        return [row.id, (attribute) => attributes[attribute]];
      }),
    );
  }
}
