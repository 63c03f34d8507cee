import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { toWireId } from '../../kernel/ids.js';
import { AmbientTransaction } from '../../platform/database/ambient-transaction.js';
import { Database } from '../../platform/database/database.js';
import type { ProjectSpecs } from '../specs/project-specs.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { WebhookEvents } from '../webhooks/webhook-events.service.js';
import { UsedSpecs } from '../specs/used-specs.service.js';
import { PhoneNumbers } from '../specs/values/phone-numbers.js';
import type { FoundSource } from './data-sources.service.js';
import { readBatch, type ReadBatch } from './internal/contact-batch.js';
import { ContactWriter, type WrittenContact } from './internal/contact-writer.service.js';
import type { ItemResult } from './internal/item-result.js';
import type { GivenContact } from './internal/read-contact.js';
import { retryOnDeadlock } from './internal/retry-on-deadlock.js';
import { Turns } from './internal/turns.js';

/** A spec may change between reading it and the transaction; more often than this it does not. */
const MOST_READINGS = 5;

/** A batch, and the specs that it was read with. */
type KnownBatch = ReadBatch & { readonly specs: ProjectSpecs };

/** Brings contacts of one data source into the audience. */
@Injectable()
export class ContactIngest {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly catalogue: SpecCatalogue,
    private readonly usedSpecs: UsedSpecs,
    private readonly writer: ContactWriter,
    private readonly webhooks: WebhookEvents,
  ) {}

  /** One result for each item, in any order. With `dryRun` nothing is written. */
  async ingest(
    source: FoundSource,
    items: readonly unknown[],
    dryRun: boolean,
  ): Promise<readonly ItemResult[]> {
    if (dryRun) return resultsOf(await this.read(source, items), null);
    // Reads before the transaction: calls that hold a connection and wait for another one leave none for any of them.
    return this.untilCurrent(source, items, (batch) =>
      this.inTurn(source, batch, () =>
        retryOnDeadlock(() => this.database.transaction((tx) => this.write(tx, source, batch))),
      ),
    );
  }

  /** After earlier batches with one of its contacts, unless the caller has a transaction, which may hold what they need. */
  private inTurn<T>(
    { projectId }: FoundSource,
    { written }: ReadBatch,
    work: () => Promise<T>,
  ): Promise<T> {
    if (AmbientTransaction.current()) return work();
    return this.turns.take(
      written.map(({ userId }) => `${projectId} ${userId}`),
      work,
    );
  }

  /** The same, in the caller's transaction, which has to be the ambient one. */
  async ingestIn(
    tx: EntityManager,
    source: FoundSource,
    items: readonly unknown[],
  ): Promise<readonly ItemResult[]> {
    return this.untilCurrent(source, items, (batch) => this.write(tx, source, batch));
  }

  /** Reads again if the specs have changed between reading and writing. */
  private async untilCurrent(
    source: FoundSource,
    items: readonly unknown[],
    write: (batch: KnownBatch) => Promise<readonly ItemResult[] | null>,
  ): Promise<readonly ItemResult[]> {
    for (let reading = 0; reading < MOST_READINGS; reading++) {
      const batch = await this.read(source, items);
      if (batch.written.length === 0) return resultsOf(batch, null);
      const results = await write(batch);
      if (results) return results;
    }
    throw new ProblemError('conflict', 'The specs of the project are being changed. Try again.');
  }

  /** Null if the specs are others by now. */
  private async write(
    tx: EntityManager,
    source: FoundSource,
    batch: KnownBatch,
  ): Promise<readonly ItemResult[] | null> {
    const { written: items, needed, refused, replaced, specs } = batch;
    if (!(await this.usedSpecs.use(tx, source.projectId, specs, needed))) return null;
    const counts = { accepted: items.length + replaced.length, errored: refused.length };
    const written = await this.writer.write(tx, source, { items, ...counts });
    await this.tell(tx, source, [...written.values()]);
    return resultsOf(batch, written);
  }

  private async tell(
    tx: EntityManager,
    { id, projectId }: FoundSource,
    written: readonly WrittenContact[],
  ): Promise<void> {
    const data = { dataSourceId: toWireId('ds', id) };
    const eventsOf = (contacts: readonly WrittenContact[]) =>
      [...new Set(contacts.map((contact) => contact.id))].map((subjectId) => ({ subjectId, data }));
    const [created, updated] = [true, false].map((isNew) =>
      eventsOf(written.filter((contact) => contact.isNew === isNew)),
    );
    await this.webhooks.announceAll(tx, { projectId, type: 'contact.created' }, created ?? []);
    await this.webhooks.announceAll(tx, { projectId, type: 'contact.updated' }, updated ?? []);
  }

  private async read(source: FoundSource, items: readonly unknown[]): Promise<KnownBatch> {
    const phones = await PhoneNumbers.load();
    const specs = await this.catalogue.of(source.projectId);
    const rules = { ...source, specs, phones, country: source.defaultCountry };
    return { ...readBatch(items, rules, this.usedSpecs.roomIn(specs)), specs };
  }
}

/** `written`: null if nothing was to be written. */
function resultsOf(
  { written: items, refused, replaced }: ReadBatch,
  written: ReadonlyMap<string, WrittenContact> | null,
): readonly ItemResult[] {
  return [
    ...refused.map(({ position, userId, errors }) => ({
      ...{ position, status: 'error' as const, _user_id: userId, errors },
    })),
    ...replaced.map(({ position, userId }) => ({
      ...{ position, status: 'success' as const, _user_id: userId, outcome: 'updated' as const },
      warnings: ['A later item of this batch has the same _user_id and replaced this one.'],
    })),
    ...items.map((item) => resultOf(item, written)),
  ];
}

function resultOf(
  { position, userId }: GivenContact,
  written: ReadonlyMap<string, WrittenContact> | null,
): ItemResult {
  const contact = written?.get(userId);
  if (written && !contact) {
    const errors = { _user_id: ['is of a contact that was deleted'] };
    return { position, status: 'error', _user_id: userId, errors };
  }
  const outcome = contact && ({ outcome: contact.isNew ? 'created' : 'updated' } as const);
  return { position, status: 'success', _user_id: userId, ...outcome };
}
