import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement, type RowOf } from '../../../platform/database/statement.js';
import type { Position } from '../../access/cursor.js';
import { ContactEntity } from './contact.entity.js';

const { list, shape } = columnsOf(ContactEntity);

// Tombstones of deleted contacts are not there for anybody.
const LIVE = 'project_id = :projectId AND deleted_at IS NULL';

const FIND = statement(
  'contact.find',
  `SELECT ${list} FROM contacts WHERE ${LIVE} AND id = :id`,
  shape,
);

const FIND_BY_PHONE = statement(
  'contact.find-by-phone',
  `SELECT ${list} FROM contacts WHERE ${LIVE} AND phone_mobile = :phone
   ORDER BY created_at DESC, id DESC LIMIT 10`,
  shape,
);

const scrolled = { ...shape, sortKey: 'text' } as const;

const scroll = (beyond: '>' | '<', direction: 'asc' | 'desc') =>
  `SELECT ${list}, created_at::text AS "sortKey" FROM contacts
   WHERE ${LIVE} AND (created_at, id) ${beyond} (:afterKey::timestamptz, :afterId::uuid)
   ORDER BY created_at ${direction}, id ${direction} LIMIT :limit` as const;

const SCROLL_UP = statement('contact.scroll-up', scroll('>', 'asc'), scrolled);
const SCROLL_DOWN = statement('contact.scroll-down', scroll('<', 'desc'), scrolled);

type ContactRow = RowOf<typeof FIND>;
type ScrolledRow = RowOf<typeof SCROLL_UP>;

/** Where a scroll begins, so that the first page is read like every other. */
const BEFORE_ALL: Position = { key: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
const AFTER_ALL: Position = { key: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Contacts of one project at a time; ids are UUIDs. */
@Injectable()
export class ContactsRepository {
  constructor(private readonly database: Database) {}

  async find(projectId: string, id: string): Promise<ContactRow | null> {
    const [row] = await this.database.query(FIND, { projectId, id });
    return row ?? null;
  }

  /** At most ten, newest first. `phone` is E.164. */
  findByPhone(projectId: string, phone: string): Promise<ContactRow[]> {
    return this.database.query(FIND_BY_PHONE, { projectId, phone });
  }

  /** In the order of creation, or against it. */
  scroll(
    projectId: string,
    order: { ascending: boolean; after: Position | null; limit: number },
  ): Promise<ScrolledRow[]> {
    const { ascending, limit } = order;
    const after = order.after ?? (ascending ? BEFORE_ALL : AFTER_ALL);
    const values = { projectId, afterKey: after.key, afterId: after.id, limit };
    return this.database.query(ascending ? SCROLL_UP : SCROLL_DOWN, values);
  }
}
