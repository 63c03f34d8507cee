import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import type { RowOf } from '../../../../platform/database/statement.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import type { AuditEventType } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { PortalApp } from '../portal-access.js';
import { offererMails, personMails, transferWithdrawnMail } from './transfer-mails.js';
import {
  DECLINE,
  END,
  FIND_CONCERNED,
  FIND_PENDING,
  LIST_OF_PERSON,
  OFFER,
  TAKE,
  WITHDRAW,
} from './transfer-offer.statements.js';
import { TRANSFER_OFFERED } from './transfer-offered.job.js';

/** The offer of an app that nobody has answered yet, for its developers. */
export type PendingOffer = RowOf<typeof FIND_PENDING>;

/** An app that a person is offered. `stands`: the organisation has it still, and so has who offered it their role. */
export type OfferedApp = RowOf<typeof LIST_OF_PERSON>;

/** Who answered an offer, of which app. All are UUIDs. */
interface Answer {
  readonly clientId: string;
  readonly userId: string;
  readonly offeredBy: string;
}

/** Offers of apps to people of other organisations: their mails and audit events too. */
@Injectable()
export class TransferOffers {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
    private readonly mailer: Mailer,
  ) {}

  async pendingOf({ client, organisation }: PortalApp): Promise<PendingOffer | null> {
    const values = { clientId: client.id, organisationId: organisation.id };
    const [offer] = await this.database.query(FIND_PENDING, values);
    return offer ?? null;
  }

  /** The newest first. */
  listOf(userId: string): Promise<OfferedApp[]> {
    return this.database.query(LIST_OF_PERSON, { userId, id: null });
  }

  /** Null if there is none, or it is not for the address of this person. */
  async find(userId: string, id: string): Promise<OfferedApp | null> {
    const [offer] = await this.database.query(LIST_OF_PERSON, { userId, id });
    return offer ?? null;
  }

  /** Replaces an earlier one, whose address is told. `email` in normalised form. False if the app is not live, or the organisation's no more. */
  async offer(
    tx: EntityManager,
    { client, organisation }: PortalApp,
    email: string,
    by: string,
  ): Promise<boolean> {
    const [offer] = await this.database.queryIn(tx, OFFER, {
      ...{ id: newId(), clientId: client.id, organisationId: organisation.id, userId: by, email },
    });
    if (!offer) return false;
    await this.record(tx, 'client.transfer_offered', client.id, by, { email });
    await this.jobs.add(tx, TRANSFER_OFFERED, { id: offer.id });
    const { replacedEmail } = offer;
    if (replacedEmail !== null && replacedEmail !== email) {
      await this.mailer.queue(tx, { to: replacedEmail, ...transferWithdrawnMail(client.name) });
    }
    return true;
  }

  /** The address is told. False if there is none. */
  async withdraw(
    tx: EntityManager,
    { client, organisation }: PortalApp,
    by: string,
  ): Promise<boolean> {
    const values = { clientId: client.id, organisationId: organisation.id };
    const [withdrawn] = await this.database.queryIn(tx, WITHDRAW, values);
    if (!withdrawn) return false;
    await this.record(tx, 'client.transfer_withdrawn', client.id, by);
    await this.mailer.queue(tx, { to: withdrawn.email, ...transferWithdrawnMail(client.name) });
    return true;
  }

  /** Both are told. False unless it is for this person. */
  async decline(tx: EntityManager, id: string, userId: string): Promise<boolean> {
    const [declined] = await this.database.queryIn(tx, DECLINE, { id, userId });
    if (!declined) return false;
    await this.record(tx, 'client.transfer_declined', declined.clientId, userId);
    await this.tell(tx, 'declined', { ...declined, userId });
    return true;
  }

  /**
   * Uses the offer up, for its acceptance, which the caller carries out and records in this transaction.
   * @returns who offered it; null if it stands no more, or is not for this person
   */
  async take(
    tx: EntityManager,
    offer: Pick<OfferedApp, 'id' | 'clientId' | 'organisationId'>,
    userId: string,
  ): Promise<string | null> {
    const { id, clientId, organisationId } = offer;
    const values = { id, clientId, organisationId, userId };
    const [taken] = await this.database.queryIn(tx, TAKE, values);
    return taken?.offeredBy ?? null;
  }

  /** The app has got another organisation by other means. */
  async end(tx: EntityManager, clientId: string): Promise<void> {
    await this.database.queryIn(tx, END, { clientId });
  }

  /** Mails about the outcome to both people. */
  async tell(tx: EntityManager, outcome: 'accepted' | 'declined', answer: Answer): Promise<void> {
    const [concerned] = await this.database.queryIn(tx, FIND_CONCERNED, { ...answer });
    if (!concerned) return;
    const { offererEmail, ...facts } = concerned;
    await this.mailer.queue(tx, { to: offererEmail, ...offererMails[outcome](facts) });
    await this.mailer.queue(tx, { to: facts.email, ...personMails[outcome](facts) });
  }

  private record(
    tx: EntityManager,
    type: AuditEventType,
    clientId: string,
    userId: string,
    personal?: Readonly<Record<string, string>>,
  ): Promise<void> {
    const target = { kind: 'client', id: clientId };
    const actor = { kind: 'user', userId } as const;
    return this.audit.record(tx, { type, actor, target, ...(personal && { personal }) });
  }
}
