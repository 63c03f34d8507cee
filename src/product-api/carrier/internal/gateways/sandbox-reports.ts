import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { toWireId } from '../../../../kernel/ids.js';
import { Environment } from '../../../../platform/config/environment.js';
import { SecretKey } from '../../../../platform/config/secret-key.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { defineJob } from '../../../../platform/jobs/job.js';

/** A report that is sent later; of a message in `sandbox_outbox`. */
export interface SandboxEvent {
  /** UUID. */
  readonly messageId: string;
  readonly status: string;
  readonly code: string | null;
  /** What the recipient replies: the event is that message, and no report. */
  readonly reply?: string;
}

/** Queued with the submission, as a carrier would do it. */
export const SANDBOX_REPORTS = defineJob<{ readonly events: readonly SandboxEvent[] }>(
  'sandbox-reports',
);

export const TIMESTAMP_HEADER = 'x-carrier-timestamp';
export const SIGNATURE_HEADER = 'x-carrier-signature';

/** Seconds for which a signed request is valid. */
const VALID_SECONDS = 300;
const TIMEOUT_MS = 10_000;

const FIND_NUMBERS = statement(
  'sandbox.find-numbers',
  `SELECT o.message_id AS id, o.sender, o.recipient FROM sandbox_outbox o WHERE o.message_id = ANY (:ids::uuid[])`,
  { id: 'uuid', sender: 'text', recipient: 'text' },
);

/** Sends reports to the route for them, signed as those of a provider. */
@Injectable()
export class SandboxReports {
  private readonly key: Uint8Array;

  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    secretKey: SecretKey,
  ) {
    this.key = secretKey.derive('sandbox-carrier');
  }

  /** @throws Error if the server does not take them: the caller tries again, as a carrier does */
  async send(events: readonly SandboxEvent[]): Promise<void> {
    const body = JSON.stringify({ events: await this.wireOf(events) });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const { SANDBOX_REPORT_URL, ISSUER_URL } = this.environment;
    const url = new URL('/v1/carrier/sandbox/dlr', SANDBOX_REPORT_URL ?? ISSUER_URL);
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: this.sign(timestamp, body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`Reports were answered ${String(answer.status)}.`);
  }

  isSigned(timestamp: string, signature: string, body: Uint8Array): boolean {
    const age = Math.abs(Date.now() / 1_000 - Number(timestamp));
    const expected = Buffer.from(this.sign(timestamp, body));
    const given = Buffer.from(signature);
    const isSame = expected.length === given.length && timingSafeEqual(expected, given);
    return isSame && age <= VALID_SECONDS;
  }

  private sign(timestamp: string, body: string | Uint8Array): string {
    return createHmac('sha256', this.key).update(`${timestamp}.`).update(body).digest('hex');
  }

  private async wireOf(events: readonly SandboxEvent[]): Promise<object[]> {
    const ids = events.filter(({ reply }) => reply !== undefined).map(({ messageId }) => messageId);
    const rows = ids.length === 0 ? [] : await this.database.query(FIND_NUMBERS, { ids });
    const numbers = new Map(rows.map((row) => [row.id, row]));
    const eventAt = new Date().toISOString();
    return events.map(({ messageId, status, code, reply }) => {
      const found = numbers.get(messageId);
      const inbound = found && { message: reply, from: found.recipient, to: found.sender };
      return {
        id: messageId,
        clientId: toWireId('sms', messageId),
        status,
        code,
        eventAt,
        ...inbound,
      };
    });
  }
}
