import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { RowOf } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import type { AuditActor, AuditEventType } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { TESTER_INVITED } from './internal/testers/tester-invited.job.js';
import {
  ACCEPT,
  FIND,
  INVITE,
  IS_NAMED,
  LEAVE,
  LIST,
  LIST_OF_PERSON,
  LOCK,
  LOCK_INVITATIONS,
  REMOVE,
} from './internal/testers/tester.statements.js';

/** A tester of an app, for its developers. */
export type Tester = RowOf<typeof LIST>;
/** An app that a person tests or is invited to test. */
export type TestedApp = RowOf<typeof LIST_OF_PERSON>;
/** Of a tester who was removed; `userId` is null if they had not accepted. */
export type RemovedTester = RowOf<typeof REMOVE>;

/** `full`: the app has as many testers as it may have. */
export type InviteOutcome = 'invited' | 'already' | 'full';

/** People whom the developer of an app names as its testers, and who accept. All ids are UUIDs. */
@Injectable()
export class AppTesters {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  /** `email` in normalised form. The person gets a mail. */
  async invite(
    tx: EntityManager,
    clientId: string,
    email: string,
    by: string,
  ): Promise<InviteOutcome> {
    await this.database.queryIn(tx, LOCK_INVITATIONS, { clientId });
    const values = { id: newId(), clientId, email };
    const [invited] = await this.database.queryIn(tx, INVITE, values);
    if (!invited) {
      const [found] = await this.database.queryIn(tx, IS_NAMED, { clientId, email });
      return found?.named === true ? 'already' : 'full';
    }
    const actor = { kind: 'user', userId: by } as const;
    await this.record(tx, 'tester.invited', actor, { clientId, testerId: invited.id }, { email });
    await this.jobs.add(tx, TESTER_INVITED, { testerId: invited.id });
    return 'invited';
  }

  /** False unless the person's own, verified address is invited. */
  async accept(tx: EntityManager, testerId: string, userId: string): Promise<boolean> {
    const [row] = await this.database.queryIn(tx, ACCEPT, { id: testerId, userId });
    if (!row) return false;
    const tester = { clientId: row.clientId, testerId };
    await this.record(tx, 'tester.accepted', { kind: 'user', userId }, tester);
    return true;
  }

  /**
   * The person declines the invitation, or stops testing. Ends no grant: `TesterEndings` does both. Null if they are
   * not named.
   */
  async leave(tx: EntityManager, testerId: string, userId: string): Promise<RemovedTester | null> {
    const [row] = await this.database.queryIn(tx, LEAVE, { id: testerId, userId });
    if (!row) return null;
    const tester = { clientId: row.clientId, testerId };
    await this.record(tx, 'tester.declined', { kind: 'user', userId }, tester);
    return row;
  }

  /** A developer removes the tester. Ends no grant: `TesterEndings` does both. Null for an unknown one. */
  async remove(
    tx: EntityManager,
    tester: { readonly clientId: string; readonly testerId: string },
    by: string,
  ): Promise<RemovedTester | null> {
    const values = { id: tester.testerId, clientId: tester.clientId };
    const [row] = await this.database.queryIn(tx, REMOVE, values);
    if (!row) return null;
    await this.record(tx, 'tester.removed', { kind: 'user', userId: by }, tester);
    return row;
  }

  /** Those invited and those who accepted, by address. */
  list(clientId: string): Promise<Tester[]> {
    return this.database.query(LIST, { clientId });
  }

  listOfPerson(userId: string): Promise<TestedApp[]> {
    return this.database.query(LIST_OF_PERSON, { userId });
  }

  async isTester(clientId: string, userId: string): Promise<boolean> {
    return (await this.database.query(FIND, { clientId, userId })).length > 0;
  }

  /** The same, and true until the transaction has ended: a removal waits for it. */
  async lockTester(tx: EntityManager, clientId: string, userId: string): Promise<boolean> {
    return (await this.database.queryIn(tx, LOCK, { clientId, userId })).length > 0;
  }

  private async record(
    tx: EntityManager,
    type: AuditEventType,
    actor: AuditActor,
    { clientId, testerId }: { readonly clientId: string; readonly testerId: string },
    personal?: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.audit.record(tx, {
      ...{ type, actor, target: { kind: 'client', id: clientId } },
      context: { tester: testerId },
      ...(personal && { personal }),
    });
  }
}
