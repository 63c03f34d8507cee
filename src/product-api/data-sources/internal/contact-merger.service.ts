import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { MATCH, REMEMBER } from './match-contacts.js';
import { mergeContact, type SharedContact } from './merge-contact.js';
import type { GivenContact } from './read-contact.js';
import { FIND_PRIORITIES, FIND_SHARED, WRITE_MERGED } from './upsert-contacts.js';

/** A source that contacts are of. */
export interface WritingSource {
  readonly id: string;
  readonly projectId: string;
  /** Whether the project has others. */
  readonly hasSiblings: boolean;
}

/** An item, and whether nothing may be sent to its number. */
export interface KeyedItem {
  readonly item: GivenContact;
  readonly blocked: boolean;
}

/** What is special of contacts that several data sources bring. */
@Injectable()
export class ContactMerger {
  private readonly logger = new Logger('ingest');

  constructor(private readonly database: Database) {}

  /** By their keys: the user ids of the contacts that they are written to. */
  async keysOf(
    tx: EntityManager,
    { projectId, id: dataSourceId, hasSiblings }: WritingSource,
    items: readonly GivenContact[],
  ): Promise<ReadonlyMap<string, GivenContact>> {
    const keys = new Map(items.map((item) => [item.userId, item]));
    if (!hasSiblings) return keys;
    const matches = await this.database.queryIn(tx, MATCH, {
      ...{ projectId, dataSourceId, items: JSON.stringify(items.map(identityOf)) },
    });
    const found = [];
    for (const { userId, targetUserId, contactId, isKnown } of matches) {
      const item = keys.get(userId);
      // Two items of one batch are two people, whatever number they have.
      if (!item || keys.has(targetUserId)) continue;
      keys.delete(userId);
      keys.set(targetUserId, item);
      if (!isKnown) found.push({ user_id: userId, contact_id: contactId });
    }
    if (found.length > 0) {
      const values = { projectId, dataSourceId, items: JSON.stringify(found) };
      await this.database.queryIn(tx, REMEMBER, values);
    }
    return keys;
  }

  /**
   * Merges items into contacts that are locked and that another source has values of.
   * @returns ids by key; none for a contact that was deleted
   */
  async merge(
    tx: EntityManager,
    { projectId, id: dataSourceId }: WritingSource,
    items: ReadonlyMap<string, KeyedItem>,
  ): Promise<ReadonlyMap<string, string>> {
    const userIds = [...items.keys()];
    const contacts = await this.database.queryIn(tx, FIND_SHARED, { projectId, userIds });
    const priorities = new Map(
      (await this.database.queryIn(tx, FIND_PRIORITIES, { projectId })).map(
        ({ id, priority }) => [id, priority] as const,
      ),
    );
    const source = { id: dataSourceId, priorityOf: (id: string) => priorities.get(id) ?? 0 };
    const rows = contacts.flatMap((contact) => {
      const keyed = items.get(contact.userId);
      if (!keyed) return [];
      const { row, kept } = mergeContact(contact as SharedContact, keyed.item, source);
      this.report(projectId, dataSourceId, contact.id, kept);
      return [{ ...row, blocked: keyed.blocked }];
    });
    const values = { projectId, dataSourceId, items: JSON.stringify(rows) };
    await this.database.queryIn(tx, WRITE_MERGED, values);
    return new Map(contacts.map(({ id, userId }) => [userId, id]));
  }

  private report(project: string, source: string, contact: string, kept: readonly string[]): void {
    if (kept.length === 0) return;
    const where = `of contact ${contact} in project ${project}`;
    this.logger.warn(`Source ${source} did not replace ${kept.join(', ')} ${where}`);
  }
}

const identityOf = ({ userId, columns: { phone_mobile, email } }: GivenContact): object => ({
  ...{ user_id: userId, phone: phone_mobile ?? null, email: email ?? null },
});
