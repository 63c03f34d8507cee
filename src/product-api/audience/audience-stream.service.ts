import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { auditActorOf } from '../access/audit-actor.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { toWire } from '../wire/wire-class.js';
import { Erasure, Subscription, type SubscribeDto } from './audience-stream.dto.js';
import type { ConsentChannel } from './consent.js';
import { ContactErasure } from './contact-erasure.service.js';
import { Subscriptions } from './subscriptions.service.js';

/** Changes of one contact at a time, by a caller of the API. */
@Injectable()
export class AudienceStream {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
    private readonly erasure: ContactErasure,
  ) {}

  /** @throws ProblemError 404, or 422 for a suppressed number without `override` */
  async change(
    caller: Principal,
    { audienceId, reason, override, ...utm }: SubscribeDto,
    { channel, subscribed }: { channel: ConsentChannel; subscribed: boolean },
  ): Promise<EntityEnvelope<Subscription>> {
    const outcome = await this.database.transaction((tx) =>
      this.subscriptions.change(tx, {
        projectId: caller.projectId,
        contactId: audienceId,
        ...{ channel, subscribed, override, reason },
        ...{ source: 'api', actor: auditActorOf(caller) },
        utmSource: utm['utm-source'],
        utmMedium: utm['utm-medium'],
        utmCampaign: utm['utm-campaign'],
      }),
    );
    if (outcome === 'unknown') throw notFound();
    const entity = { audienceId, channel, subscribed, changed: outcome === 'changed' };
    return { entity: toWire(Subscription, entity), metadata: {} };
  }

  /** @throws ProblemError 404 */
  async erase(caller: Principal, contactId: string): Promise<EntityEnvelope<Erasure>> {
    const { projectId } = caller;
    await this.database.transaction((tx) =>
      this.erasure.erase(tx, { projectId, contactId, actor: auditActorOf(caller) }),
    );
    const entity = { audienceId: contactId, deleted: true };
    return { entity: toWire(Erasure, entity), metadata: {} };
  }
}
