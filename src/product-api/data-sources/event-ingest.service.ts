import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import { EVENTS_RECORDED } from '../events/events-recorded.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { PhoneNumbers } from '../specs/values/phone-numbers.js';
import type { FoundSource } from './data-sources.service.js';
import type { ItemResult } from './internal/item-result.js';
import { retryOnDeadlock } from './internal/retry-on-deadlock.js';
import { readEvent, type GivenEvent, type RefusedEvent } from './internal/read-event.js';
import { COMPARE, MAKE_STUBS, RECORD } from './internal/record-events.js';

/** Brings events of one data source to the contacts that they are of. */
@Injectable()
export class EventIngest {
  constructor(
    private readonly database: Database,
    private readonly catalogue: SpecCatalogue,
    private readonly jobs: JobQueue,
  ) {}

  /** One result for each item, in any order. With `dryRun` nothing is written. */
  async ingest(
    source: FoundSource,
    items: readonly unknown[],
    dryRun: boolean,
  ): Promise<readonly ItemResult[]> {
    const phones = await PhoneNumbers.load();
    const specs = await this.catalogue.of(source.projectId);
    const rules = { ...source, specs, phones, country: source.defaultCountry, now: Date.now() };
    const read = items.map((item, position) => readEvent(item, position, rules));
    const refused = read.flatMap((each) => ('errors' in each ? [each] : []));
    const given = read.flatMap((each) => ('errors' in each ? [] : [each]));
    const written =
      dryRun || given.length === 0
        ? given.map((each) => resultOf(each, {}))
        : await retryOnDeadlock(() =>
            this.database.transaction((tx) => this.write(tx, source, given, refused.length)),
          );
    return [...refused.map(refusalOf), ...written];
  }

  private async write(
    tx: EntityManager,
    { id: dataSourceId, projectId, createMissing }: FoundSource,
    events: readonly GivenEvent[],
    errored: number,
  ): Promise<readonly ItemResult[]> {
    const of = { projectId, dataSourceId };
    if (createMissing) {
      const stubs = [...new Set(events.map(({ userId }) => userId))].map((user_id) => ({
        ...{ id: newId(), user_id },
      }));
      await this.database.queryIn(tx, MAKE_STUBS, { ...of, items: JSON.stringify(stubs) });
    }
    const items = JSON.stringify(events.map((each) => ({ ...rowOf(each), id: newId() })));
    const values = { ...of, items, receiptId: newId(), errored };
    const recorded = new Map(
      (await this.database.queryIn(tx, RECORD, values)).map((each) => [each.position, each]),
    );
    await this.announce(tx, projectId, [...recorded.values()]);
    const known = events.flatMap((each) => {
      const { isNew, contactId = null } = recorded.get(each.position) ?? {};
      return contactId === null || isNew ? [] : [{ ...rowOf(each), contact_id: contactId }];
    });
    const same = await this.sameAmong(tx, of, known);
    return events.map((each) => {
      const { isNew = false, contactId = null } = recorded.get(each.position) ?? {};
      if (contactId === null) return resultOf(each, { fault: UNKNOWN_USER });
      if (isNew) return resultOf(each, { outcome: 'created' });
      return resultOf(
        each,
        same.has(each.position) ? { outcome: 'duplicate' } : { fault: ID_CONFLICT },
      );
    });
  }

  /** Tells what waits for such events that there are some. */
  private async announce(
    tx: EntityManager,
    projectId: string,
    recorded: readonly { readonly id: string; readonly isAwaited: boolean }[],
  ): Promise<void> {
    const eventIds = recorded.filter(({ isAwaited }) => isAwaited).map(({ id }) => id);
    if (eventIds.length > 0) await this.jobs.add(tx, EVENTS_RECORDED, { projectId, eventIds });
  }

  /** Positions of events that are exactly those recorded before. */
  private async sameAmong(
    tx: EntityManager,
    of: { readonly projectId: string; readonly dataSourceId: string },
    known: readonly object[],
  ): Promise<ReadonlySet<number>> {
    if (known.length === 0) return new Set();
    const values = { ...of, items: JSON.stringify(known) };
    const compared = await this.database.queryIn(tx, COMPARE, values);
    return new Set(compared.filter(({ isSame }) => isSame).map(({ position }) => position));
  }
}

const UNKNOWN_USER = { name: '_user_id', message: 'is no contact of this project' };
const ID_CONFLICT = {
  name: '_event_id',
  message: 'event_id_conflict: another event has this id',
};

const rowOf = ({ position, userId, eventId, type, occurredAt, parameters }: GivenEvent) => ({
  ...{ position, user_id: userId, event_id: eventId, type, parameters, occurred_at: occurredAt },
});

interface Fate {
  readonly outcome?: 'created' | 'duplicate';
  readonly fault?: { readonly name: string; readonly message: string };
}

const resultOf = (
  { position, userId, eventId }: GivenEvent,
  { outcome, fault }: Fate,
): ItemResult => ({
  ...{ position, _user_id: userId, _event_id: eventId },
  status: fault ? 'error' : 'success',
  ...(outcome ? { outcome } : {}),
  ...(fault ? { errors: { [fault.name]: [fault.message] } } : {}),
});

const refusalOf = ({ position, userId, eventId, errors }: RefusedEvent): ItemResult => ({
  ...{ position, status: 'error', _user_id: userId, _event_id: eventId, errors },
});
