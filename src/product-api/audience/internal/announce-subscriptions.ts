import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { JobQueue } from '../../../platform/jobs/job-queue.service.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import type { ConsentChannel, ConsentOrigin } from '../consent.js';
import { CONTACTS_SUBSCRIBED, SUBSCRIPTIONS } from '../contacts-subscribed.js';

const IS_AWAITED = statement(
  'subscription.is-awaited',
  `SELECT now() AS "subscribedAt" FROM event_listeners WHERE project_id = :projectId AND event_type = :type`,
  { subscribedAt: 'timestamptz' },
);

interface Change {
  readonly projectId: string;
  readonly contactId: string;
  readonly channel: ConsentChannel;
  readonly subscribed: boolean;
  readonly source: ConsentOrigin['source'];
}

/** Queues what follows from a change: automations wait for subscriptions to text messages, webhooks for the end of any. */
@Injectable()
export class AnnounceSubscriptions {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly webhooks: WebhookEvents,
  ) {}

  async execute(
    tx: EntityManager,
    { projectId, contactId, channel, subscribed, source }: Change,
  ): Promise<void> {
    if (!subscribed) {
      const fact = { projectId, subjectId: contactId, data: { channel, source } };
      return this.webhooks.announce(tx, { ...fact, type: 'contact.unsubscribed' });
    }
    if (channel !== 'sms') return;
    const values = { projectId, type: SUBSCRIPTIONS };
    const [awaited] = await this.database.queryIn(tx, IS_AWAITED, values);
    if (!awaited) return;
    const subscribedAt = awaited.subscribedAt.toISOString();
    const job = { id: newId(), projectId, contactIds: [contactId], subscribedAt };
    await this.jobs.add(tx, CONTACTS_SUBSCRIBED, job);
  }
}
