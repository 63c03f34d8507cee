import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { AuditLog } from '../../modules/audit/audit-log.service.js';
import { Database } from '../../platform/database/database.js';
import type { ConsentChannel, ConsentOrigin } from './consent.js';
import {
  CHANGE_BY_PHONE,
  CHANGE_ONE,
  FIND_BLOCKED_PHONE,
  originValues,
  UNBLOCK_PHONE,
} from './internal/change-subscription.js';
import { AnnounceSubscriptions } from './internal/announce-subscriptions.js';
import { Suppressions } from './suppressions.service.js';

export interface SubscriptionChange extends ConsentOrigin {
  readonly projectId: string;
  readonly contactId: string;
  readonly channel: ConsentChannel;
  readonly subscribed: boolean;
  /** Also subscribes somebody whose number is suppressed, and ends that. */
  readonly override?: boolean | undefined;
}

export interface PhoneChange extends Omit<ConsentOrigin, 'source'> {
  readonly projectId: string;
  /** E.164. */
  readonly phone: string;
}

/**
 * The platform's own subscription flags. Every change of a flag is logged in the same statement. Messages of a person
 * go through `stop` and `start`, an unsubscribe link or a call of the API through `change`:
 *
 *     await subscriptions.stop(tx, { projectId, phone: '+34600000101', actor: { kind: 'system' }, reason: 'STOP' });
 *     await subscriptions.change(tx, { projectId, contactId, channel: 'sms', subscribed: false, source: 'link', actor });
 *
 * Marketing requires `contacts.is_subscribed_sms`, every message `contacts.sms_blocked_at IS NULL`.
 */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly database: Database,
    private readonly suppressions: Suppressions,
    private readonly audit: AuditLog,
    private readonly announcements: AnnounceSubscriptions,
  ) {}

  /**
   * `unknown`: the project has no such contact.
   * @throws ProblemError 422 for a subscription of a suppressed number without `override`
   */
  async change(
    tx: EntityManager,
    change: SubscriptionChange,
  ): Promise<'changed' | 'unchanged' | 'unknown'> {
    const { projectId, contactId, channel, subscribed, override } = change;
    if (subscribed && override) await this.unblock(tx, change);
    const values = { projectId, contactId, subscribed, ...originValues(change) };
    const [row] = await this.database.queryIn(tx, CHANGE_ONE[channel], values);
    if (row?.blocked) throw new ProblemError('unsubscribed_contact', BLOCKED);
    if (!row) return 'unknown';
    if (row.changed) await this.announcements.execute(tx, change);
    return row.changed ? 'changed' : 'unchanged';
  }

  /**
   * The person replied STOP: every contact with the number is unsubscribed, and the number gets nothing any more, from
   * imports neither.
   * @returns the contacts that were subscribed
   */
  async stop(tx: EntityManager, change: PhoneChange): Promise<string[]> {
    await this.suppressions.stop(tx, change.projectId, change.phone);
    const changed = await this.changeByPhone(tx, change, false);
    for (const contactId of changed) {
      await this.announcements.execute(tx, { projectId: change.projectId, contactId, ...STOPPED });
    }
    return changed;
  }

  /**
   * The person replied START: undoes their STOP, and nothing else.
   * @returns the contacts that were not subscribed
   */
  async start(tx: EntityManager, change: PhoneChange): Promise<string[]> {
    const { projectId, phone } = change;
    const isLifted = await this.suppressions.lift(tx, { projectId, phone, cause: 'stop' });
    const changed = isLifted ? await this.changeByPhone(tx, change, true) : [];
    for (const contactId of changed) {
      await this.announcements.execute(tx, { projectId, contactId, ...SUBSCRIBED });
    }
    return changed;
  }

  private async changeByPhone(
    tx: EntityManager,
    { projectId, phone, ...origin }: PhoneChange,
    subscribed: boolean,
  ): Promise<string[]> {
    const values = {
      projectId,
      phone,
      subscribed,
      ...originValues({ ...origin, source: 'reply' }),
    };
    const changed = await this.database.queryIn(tx, CHANGE_BY_PHONE, values);
    return changed.map(({ id }) => id);
  }

  /** Locks the suppression before the contact, as `stop` does. */
  private async unblock(
    tx: EntityManager,
    { projectId, contactId, channel, actor }: SubscriptionChange,
  ): Promise<void> {
    if (channel !== 'sms') return;
    const [blocked] = await this.database.queryIn(tx, FIND_BLOCKED_PHONE, { projectId, contactId });
    const phone = blocked?.phone ?? null;
    if (phone === null) return;
    await this.suppressions.lift(tx, { projectId, phone, cause: 'any' });
    await this.database.queryIn(tx, UNBLOCK_PHONE, { projectId, phone });
    const target = { kind: 'contact', id: contactId };
    await this.audit.record(tx, { type: 'contact.resubscribed', actor, target, projectId });
  }
}

const SUBSCRIBED = { channel: 'sms', subscribed: true, source: 'reply' } as const;
const STOPPED = { ...SUBSCRIBED, subscribed: false } as const;

const BLOCKED =
  'The person replied STOP, or was erased. Say `override: true` if they asked you to subscribe them again.';
