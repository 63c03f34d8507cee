import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import {
  CONFIRM_EVERY_DAYS,
  CONFIRM_FROM_DAYS,
  CONFIRM_NOTICES,
  type Confirmation,
} from './confirmation.js';
import {
  CONFIRM,
  FIND_CONFIRMATION,
  LAPSE,
  TAKE_NOTICES,
} from './internal/confirmation.statements.js';

/** A notice to the developers of an app; `days` until the verification lapses. */
export interface ConfirmNotice {
  readonly clientId: string;
  readonly days: number;
}

/** Verifications are confirmed once a year. One that lapsed counts for no new consent; grants of before keep theirs. */
@Injectable()
export class VerificationConfirmations {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Null for an app that was not verified. */
  async of(clientId: string): Promise<Confirmation | null> {
    const [row] = await this.database.query(FIND_CONFIRMATION, { clientId });
    return row ?? null;
  }

  /** @throws ProblemError `conflict` if it is not due yet, or the app has changed since its review */
  async confirm(tx: EntityManager, clientId: string, actor: AuditActor): Promise<void> {
    const days = CONFIRM_EVERY_DAYS - CONFIRM_FROM_DAYS;
    const confirmed = await this.database.queryIn(tx, CONFIRM, { clientId, days });
    if (confirmed.length === 0) {
      throw new ProblemError(
        'conflict',
        `There is nothing to confirm: a verification is confirmed in the ${String(CONFIRM_FROM_DAYS)} days before it lapses, and after that.`,
      );
    }
    const target = { kind: 'client', id: clientId };
    await this.audit.record(tx, { type: 'app_verification.confirmed', actor, target });
  }

  /** The next notices that are due, each returned once. Empty if there are none. */
  async takeNotices(tx: EntityManager): Promise<ConfirmNotice[]> {
    const due = await this.database.queryIn(tx, TAKE_NOTICES);
    return due.map(({ clientId, notices }) => ({
      clientId,
      days: CONFIRM_NOTICES[notices - 1] ?? CONFIRM_NOTICES[0],
    }));
  }

  /** The next verifications that nobody has confirmed in time lapse. Empty if there are none. @returns UUIDs of apps */
  async lapse(tx: EntityManager): Promise<string[]> {
    const lapsed = await this.database.queryIn(tx, LAPSE);
    for (const { clientId } of lapsed) {
      await this.audit.record(tx, {
        type: 'app_verification.lapsed',
        actor: { kind: 'system' },
        target: { kind: 'client', id: clientId },
      });
    }
    return lapsed.map(({ clientId }) => clientId);
  }
}
