import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Position } from '../../access/cursor.js';
import type { ContactRow } from '../contact-view.js';

export type ScrolledRow = ContactRow & { readonly sortKey: string };

const COLUMNS = `id, user_id AS "userId", first_name AS "firstName", last_name AS "lastName", email,
  phone_mobile AS "phoneMobile", country, language, accepts_marketing_sms AS "acceptsMarketingSms",
  is_subscribed_sms AS "isSubscribedSms", is_subscribed_email AS "isSubscribedEmail", attributes,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

// Tombstones of deleted contacts are not there for anybody.
const LIVE = 'project_id = $1 AND deleted_at IS NULL';

const FIND = statement('contact.find', `SELECT ${COLUMNS} FROM contacts WHERE ${LIVE} AND id = $2`);

const FIND_BY_PHONE = statement(
  'contact.find-by-phone',
  `SELECT ${COLUMNS} FROM contacts WHERE ${LIVE} AND phone_mobile = $2
   ORDER BY created_at DESC, id DESC LIMIT 10`,
);

const scroll = (beyond: '>' | '<', direction: 'asc' | 'desc'): string =>
  `SELECT ${COLUMNS}, created_at::text AS "sortKey" FROM contacts
   WHERE ${LIVE} AND (created_at, id) ${beyond} ($2::timestamptz, $3::uuid)
   ORDER BY created_at ${direction}, id ${direction} LIMIT $4`;

const SCROLL_UP = statement('contact.scroll-up', scroll('>', 'asc'));
const SCROLL_DOWN = statement('contact.scroll-down', scroll('<', 'desc'));

/** Where a scroll begins, so that the first page is read like every other. */
const BEFORE_ALL: Position = { key: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
const AFTER_ALL: Position = { key: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Contacts of one project at a time; ids are UUIDs. */
@Injectable()
export class ContactsRepository {
  constructor(private readonly database: Database) {}

  async find(projectId: string, id: string): Promise<ContactRow | null> {
    const [row] = await this.database.query<ContactRow>(FIND, [projectId, id]);
    return row ?? null;
  }

  /** At most ten, newest first. `phone` is E.164. */
  findByPhone(projectId: string, phone: string): Promise<ContactRow[]> {
    return this.database.query<ContactRow>(FIND_BY_PHONE, [projectId, phone]);
  }

  /** In the order of creation, or against it. */
  scroll(
    projectId: string,
    order: { ascending: boolean; after: Position | null; limit: number },
  ): Promise<ScrolledRow[]> {
    const { ascending, limit } = order;
    const after = order.after ?? (ascending ? BEFORE_ALL : AFTER_ALL);
    const values = [projectId, after.key, after.id, limit];
    return this.database.query<ScrolledRow>(ascending ? SCROLL_UP : SCROLL_DOWN, values);
  }
}
