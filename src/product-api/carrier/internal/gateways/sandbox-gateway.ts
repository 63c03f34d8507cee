import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type {
  CarrierNews,
  CarrierRequest,
  OutboundSms,
  SmsGateway,
  SubmitResult,
} from '../../sms-gateway.js';
import { newsOf } from './carrier-events.js';
import {
  SANDBOX_REPORTS,
  SandboxReports,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  type SandboxEvent,
} from './sandbox-reports.js';
import { scenarioOf, type Scenario } from './sandbox-scenarios.js';

// A reference that it has is the same message.
const KEEP = statement(
  'sandbox.keep',
  `INSERT INTO sandbox_outbox AS o (message_id, project_id, sender, recipient, text)
   SELECT k.id, k.project_id, k.sender, k.recipient, k.text
   FROM jsonb_to_recordset(:messages::jsonb) AS k (id uuid, project_id uuid, sender text, recipient text, text text)
   ORDER BY k.id
   ON CONFLICT (message_id) DO UPDATE SET submissions = o.submissions + 1
   RETURNING message_id AS id, submissions`,
  { id: 'uuid', submissions: 'integer' },
);

/** A message with what becomes of it. */
interface Staged {
  readonly message: OutboundSms;
  readonly scenario: Scenario;
}

/**
 * A carrier within this server: nothing leaves it. What becomes of a message is decided by the last two digits of the
 * number, and reported through the same route as by any carrier. `sandbox_outbox` is what the phones have.
 */
@Injectable()
export class SandboxGateway implements SmsGateway {
  readonly id = 'sandbox';
  readonly isIdempotent = true;

  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly reports: SandboxReports,
  ) {}

  async submit(batch: readonly OutboundSms[]): Promise<readonly SubmitResult[]> {
    const staged = batch.map((message) => ({ message, scenario: scenarioOf(message.to) }));
    const taken = staged.filter(isTaken);
    if (taken.length > 0) await this.take(taken);
    return staged.map(resultOf);
  }

  read({ headers, body }: CarrierRequest): CarrierNews {
    const timestamp = String(headers[TIMESTAMP_HEADER] ?? '');
    if (!this.reports.isSigned(timestamp, String(headers[SIGNATURE_HEADER] ?? ''), body)) {
      throw new ProblemError('unauthorized', 'This is not signed by the carrier.');
    }
    return newsOf(body);
  }

  private async take(taken: readonly Staged[]): Promise<void> {
    const fresh = await this.database.transaction(async (tx) => {
      const rows = await this.database.queryIn(tx, KEEP, {
        messages: JSON.stringify(taken.map(rowOf)),
      });
      const first = new Set(
        rows.filter(({ submissions }) => submissions === 1).map(({ id }) => id),
      );
      const firsts = taken.filter(({ message }) => first.has(message.id));
      await this.planReports(
        tx,
        firsts.filter(({ scenario }) => !scenario.isHasty),
      );
      return firsts;
    });
    const hasty = fresh.filter(({ scenario }) => scenario.isHasty);
    if (hasty.length > 0)
      await this.reports.send(hasty.flatMap((each) => eventsOf(each).map(([, event]) => event)));
  }

  /** One request for all that is reported at the same time. */
  private async planReports(tx: EntityManager, taken: readonly Staged[]): Promise<void> {
    const planned = taken.flatMap(eventsOf);
    for (const after of new Set(planned.map(([each]) => each))) {
      const events = planned.filter(([each]) => each === after).map(([, event]) => event);
      const seconds = after * this.environment.SANDBOX_REPORT_SECONDS;
      await this.jobs.add(tx, SANDBOX_REPORTS, { events }, seconds);
    }
  }
}

/** A submission that times out has arrived nevertheless. */
const isTaken = ({ message, scenario: { submission } }: Staged): boolean =>
  submission !== 'rejected' && !(submission === 'failed once' && message.attempt === 1);

function resultOf({ message, scenario: { submission } }: Staged): SubmitResult {
  if (submission === 'rejected') return { outcome: 'rejected', code: 'blocked_number' };
  if (message.attempt === 1 && submission === 'failed once') {
    return { outcome: 'failed', code: 'temporary_failure' };
  }
  if (message.attempt === 1 && submission === 'unknown once') {
    return { outcome: 'unknown', code: 'timeout' };
  }
  return { outcome: 'accepted', providerId: message.id };
}

function eventsOf({
  message: { id },
  scenario: { reports, reply },
}: Staged): [number, SandboxEvent][] {
  const planned = reports.map(({ status, code, after }): [number, SandboxEvent] => [
    after,
    { messageId: id, status, code },
  ]);
  if (reply === undefined) return planned;
  return [...planned, [2, { messageId: id, status: 'received', code: null, reply }]];
}

const rowOf = ({ message }: Staged) => ({
  ...{ id: message.id, project_id: message.projectId, text: message.text },
  ...{ sender: message.from, recipient: message.to },
});
