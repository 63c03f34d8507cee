import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import { UsedSpecs } from '../../specs/used-specs.service.js';
import { PhoneNumbers } from '../../specs/values/phone-numbers.js';
import type { FoundSource } from '../data-sources.service.js';
import { readBatch, type ReadBatch } from './contact-batch.js';
import { ContactWriter, type WrittenContact } from './contact-writer.service.js';
import type { ItemResult } from './item-result.js';
import type { ContactRules, GivenContact } from './read-contact.js';

/** A spec may change between reading it and the transaction; more often than this it does not. */
const MOST_READINGS = 5;

/** Brings contacts of one data source into the audience. */
@Injectable()
export class ContactIngest {
  constructor(
    private readonly database: Database,
    private readonly catalogue: SpecCatalogue,
    private readonly usedSpecs: UsedSpecs,
    private readonly writer: ContactWriter,
  ) {}

  /** One result for each item, in any order. With `dryRun` nothing is written. */
  async ingest(
    source: FoundSource,
    items: readonly unknown[],
    dryRun: boolean,
  ): Promise<readonly ItemResult[]> {
    const phones = await PhoneNumbers.load();
    for (let reading = 0; reading < MOST_READINGS; reading++) {
      const specs = await this.catalogue.of(source.projectId);
      const rules = { ...source, specs, phones, country: source.defaultCountry };
      const batch = readBatch(items, rules, this.usedSpecs.roomIn(specs));
      if (dryRun || batch.written.length === 0) return resultsOf(batch, null);
      const written = await this.write(source, batch, rules);
      if (written) return resultsOf(batch, written);
    }
    throw new ProblemError('conflict', 'The specs of the project are being changed. Try again.');
  }

  /** Null if the specs have changed since they were read. */
  private write(
    source: FoundSource,
    batch: ReadBatch,
    { specs }: ContactRules,
  ): Promise<ReadonlyMap<string, WrittenContact> | null> {
    const { written: items, needed, refused, replaced } = batch;
    return this.database.transaction(async (tx) => {
      if (!(await this.usedSpecs.use(tx, source.projectId, specs, needed))) return null;
      const accepted = items.length + replaced.length;
      return this.writer.write(tx, source, { items, accepted, errored: refused.length });
    });
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
