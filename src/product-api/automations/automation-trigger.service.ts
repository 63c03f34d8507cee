import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { toWire } from '../wire/wire-class.js';
import { TriggerResult } from './enrollments.dto.js';
import { ENROLLMENTS_DUE } from './internal/automation-jobs.js';
import { FIND_AUTOMATION, type AutomationRow } from './internal/automation.statements.js';
import { EnterContacts } from './internal/entries/enter-contacts.js';
import { requireAllowed } from './internal/require-allowed.js';

/** Contacts enter since a caller says so. */
@Injectable()
export class AutomationTrigger {
  constructor(
    private readonly database: Database,
    private readonly entries: EnterContacts,
    private readonly jobs: JobQueue,
  ) {}

  /** @throws ProblemError 404, 409 unless it is active and has this trigger */
  execute(
    { projectId }: Principal,
    id: string,
    contactIds: readonly string[],
  ): Promise<EntityEnvelope<TriggerResult>> {
    return this.database.transaction(async (tx) => {
      const [row] = await this.database.queryIn(tx, FIND_AUTOMATION, { projectId, id });
      const automation = requireAllowed(row, 'trigger');
      checkTrigger(automation);
      const key = `api/${newId()}`;
      const triggeredAt = new Date();
      const candidates = contactIds.map((contactId) => ({ contactId, entryKey: key, triggeredAt }));
      const entered = await this.entries.execute(tx, automation, candidates);
      if (entered.length > 0) await this.jobs.add(tx, ENROLLMENTS_DUE, {});
      return { entity: resultOf(contactIds, new Set(entered)), metadata: {} };
    });
  }
}

function checkTrigger({ trigger }: AutomationRow): void {
  if ('api' in trigger) return;
  throw new ProblemError('invalid_state', 'The automation has another trigger than `api`.');
}

const resultOf = (contactIds: readonly string[], entered: ReadonlySet<string>): TriggerResult =>
  toWire(TriggerResult, {
    entered: entered.size,
    items: contactIds.map((contactId, position) => ({
      ...{ position, contactId, status: entered.has(contactId) ? 'entered' : 'skipped' },
    })),
  });
