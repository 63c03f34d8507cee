import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { Suppressions } from '../../audience/suppressions.service.js';
import { ContactMerger, type KeyedItem, type WritingSource } from './contact-merger.service.js';
import type { GivenContact } from './read-contact.js';
import { UPSERT } from './upsert-contacts.js';

const CORRECT_RECEIPT = statement(
  'ingest.correct-receipt',
  `INSERT INTO data_source_receipts (id, project_id, data_source_id, contacts, events, errored)
   VALUES (:id, :projectId, :dataSourceId, -:count::integer, 0, :count::integer)`,
);

/** A contact that was written. */
export interface WrittenContact {
  readonly id: string;
  readonly isNew: boolean;
}

/** The contacts of a batch. */
export interface ContactBatch {
  /** Of different user ids. */
  readonly items: readonly GivenContact[];
  /** For the numbers of the source: items that were accepted, and refused. */
  readonly accepted: number;
  readonly errored: number;
}

/** Writes contacts of one data source, in the caller's transaction. */
@Injectable()
export class ContactWriter {
  constructor(
    private readonly database: Database,
    private readonly suppressions: Suppressions,
    private readonly merger: ContactMerger,
  ) {}

  /** @returns what was written, by the user ids of the items; a contact that was deleted is not */
  async write(
    tx: EntityManager,
    source: WritingSource,
    batch: ContactBatch,
  ): Promise<ReadonlyMap<string, WrittenContact>> {
    const { projectId } = source;
    const keys = await this.merger.keysOf(tx, source, batch.items);
    const blocked = await this.suppressions.among(tx, projectId, phonesOf(batch.items));
    const keyed = new Map(
      [...keys].map(([key, item]) => [key, { item, blocked: isBlocked(item, blocked) }] as const),
    );
    const written = await this.upsert(tx, source, keyed, batch);
    const left = new Map([...keyed].filter(([key]) => !written.has(key)));
    if (left.size > 0) {
      const merged = await this.merger.merge(tx, source, left);
      for (const [key, id] of merged) written.set(key, { id, isNew: false });
      await this.uncount(tx, source, left.size - merged.size);
    }
    return byUserId(keys, written);
  }

  private async upsert(
    tx: EntityManager,
    { id: dataSourceId, projectId }: WritingSource,
    keyed: ReadonlyMap<string, KeyedItem>,
    { accepted, errored }: ContactBatch,
  ): Promise<Map<string, WrittenContact>> {
    const entries = [...keyed];
    const given = Object.fromEntries(entries.map(([key, { item }]) => [key, item.given]));
    const cleared = entries.map(([key, { item }]) => [key, clearedIn(item)] as const);
    const made = await this.database.queryIn(tx, UPSERT, {
      ...{ projectId, dataSourceId, receiptId: newId(), accepted, errored },
      ...{ items: JSON.stringify(entries.map(([key, each]) => rowOf(key, each))), given },
      cleared: Object.fromEntries(cleared.filter(([, names]) => names.length > 0)),
    });
    return new Map(made.map(({ id, userId, created }) => [userId, { id, isNew: created }]));
  }

  /** Items that were counted as accepted, and were not. */
  private async uncount(
    tx: EntityManager,
    { id: dataSourceId, projectId }: WritingSource,
    count: number,
  ): Promise<void> {
    if (count === 0) return;
    await this.database.queryIn(tx, CORRECT_RECEIPT, {
      ...{ id: newId(), projectId, dataSourceId, count },
    });
  }
}

const byUserId = (
  keys: ReadonlyMap<string, GivenContact>,
  written: ReadonlyMap<string, WrittenContact>,
): ReadonlyMap<string, WrittenContact> =>
  new Map(
    [...keys].flatMap(([key, { userId }]) => {
      const found = written.get(key);
      return found ? [[userId, found] as const] : [];
    }),
  );

const phonesOf = (items: readonly GivenContact[]): string[] =>
  items.flatMap(({ columns: { phone_mobile: phone } }) =>
    typeof phone === 'string' ? [phone] : [],
  );

const isBlocked = ({ columns }: GivenContact, blocked: ReadonlySet<string>): boolean =>
  blocked.has(columns.phone_mobile as string);

const clearedIn = ({ attributes }: GivenContact): string[] =>
  Object.keys(attributes).filter((uid) => attributes[uid] === null);

/** As PostgreSQL reads it; what is cleared is not among the attributes of a new contact. */
const rowOf = (key: string, { item, blocked }: KeyedItem): object => ({
  ...item.columns,
  ...{ id: newId(), user_id: key, blocked },
  attributes: Object.fromEntries(
    Object.entries(item.attributes).filter(([, value]) => value !== null),
  ),
});
