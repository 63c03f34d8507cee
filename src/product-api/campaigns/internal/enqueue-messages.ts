import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import type { RowOf } from '../../../platform/database/statement.js';
import type { EnqueueResult } from '../../messages/outbox-batch.js';
import { Outbox } from '../../messages/outbox.service.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import type { CampaignTally } from './campaign-parts.js';
import { CampaignTexts } from './campaign-texts.js';
import { DueTimes } from './due-times.js';
import { DEFER_RECIPIENTS, FIND_DUE, REMOVE_RECIPIENTS } from './recipient.statements.js';
import { sortResults, type Refused } from './sort-results.js';
import type { CampaignRow } from './transition.statements.js';

type Recipient = RowOf<typeof FIND_DUE>;

/** What became of some recipients. */
export interface EnqueuedPart {
  readonly tally: CampaignTally;
  /** Whether there were any at all. */
  readonly found: number;
  /** Why it cannot go on at this moment. */
  readonly stopped: Refused | null;
}

/** Enqueues messages of some recipients whose turn it is, in the caller's transaction. */
@Injectable()
export class EnqueueMessages {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly specs: SpecCatalogue,
    private readonly dueTimes: DueTimes,
  ) {}

  async enqueue(
    tx: EntityManager,
    campaign: CampaignRow,
    senderId: string,
    limit: number,
  ): Promise<EnqueuedPart> {
    const { projectId, id, excludeUnsubscribed, excludeAcceptsNo, tally } = campaign;
    const values = { projectId, id, excludeUnsubscribed, excludeAcceptsNo, limit };
    const due = await this.database.queryIn(tx, FIND_DUE, values);
    const awake = await this.deferOthers(tx, campaign, due);
    const willing = awake.filter(({ excluded }) => excluded === null);
    const results = await this.send(tx, campaign, senderId, willing);
    const sorted = sortResults(
      tally,
      [...results],
      awake.filter(({ excluded }) => excluded !== null),
    );
    await this.database.queryIn(tx, REMOVE_RECIPIENTS, { projectId, id, contactIds: sorted.done });
    return { tally: sorted.tally, found: due.length, stopped: sorted.stopped };
  }

  /** Recipients in whose quiet hours it is get theirs later. */
  private async deferOthers(
    tx: EntityManager,
    campaign: CampaignRow,
    due: readonly Recipient[],
  ): Promise<readonly Recipient[]> {
    const quietFor = await this.dueTimes.quietFor(campaign, new Date());
    const timed = due.map((each) => ({ each, until: quietFor(each.country ?? '') }));
    const asleep = timed.filter(({ until }) => until !== null);
    if (asleep.length > 0) {
      await this.database.queryIn(tx, DEFER_RECIPIENTS, {
        ...{ projectId: campaign.projectId, id: campaign.id },
        contactIds: asleep.map(({ each }) => each.id),
        times: asleep.map(({ until }) => until),
      });
    }
    return timed.filter(({ until }) => until === null).map(({ each }) => each);
  }

  /** @returns the result of each contact */
  private async send(
    tx: EntityManager,
    campaign: CampaignRow,
    senderId: string,
    recipients: readonly Recipient[],
  ): Promise<ReadonlyMap<string, EnqueueResult>> {
    const { projectId, id, purpose, allowUnicode, sentWith } = campaign;
    const texts = new CampaignTexts(campaign, await this.specs.of(projectId));
    const rendered = recipients.map((each) => ({
      ...texts.for(each.id, each.contact),
      contactId: each.id,
    }));
    const results = new Map<string, EnqueueResult>();
    for (const index of campaign.options.keys()) {
      const messages = rendered.filter(({ option }) => option === index);
      if (messages.length === 0) continue;
      const batch = { projectId, credential: sentWith, purpose, senderId, allowUnicode };
      const enqueued = await this.outbox.enqueue(tx, {
        ...batch,
        origin: { kind: 'campaign', id, index },
        messages: messages.map(({ contactId, text }) => ({
          ...{ contactId, text, dedupeKey: `campaign ${id} ${contactId}` },
        })),
      });
      for (const [place, result] of enqueued.entries()) {
        results.set(messages[place]?.contactId ?? '', result);
      }
    }
    return results;
  }
}
