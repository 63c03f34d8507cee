import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { JobRegistry } from './job-registry.js';
import type { JobKind } from './job.js';

/** Twelve attempts with exponential backoff span a night; a job that still fails needs an operator. */
const MAX_ATTEMPTS = 12;

const ADD_JOB = statement(
  'jobs.add',
  `SELECT id FROM graphile_worker.add_job(:name, :payload::json,
     run_at => now() + make_interval(secs => :delaySeconds), max_attempts => :maxAttempts::int)`,
  { id: 'bigint' },
);

/** Each with its payload, in the order of the list. */
const ADD_JOBS = statement(
  'jobs.add-all',
  `SELECT job.id FROM jsonb_array_elements(:payloads::jsonb) WITH ORDINALITY AS given (payload, place),
     LATERAL graphile_worker.add_job(:name, given.payload::json, max_attempts => :maxAttempts::int) AS job
   ORDER BY given.place`,
  { id: 'bigint' },
);

/** Queues work for after the transaction, by any process. */
@Injectable()
export class JobQueue {
  constructor(
    private readonly database: Database,
    private readonly registry: JobRegistry,
  ) {}

  /**
   * Queues a job in the caller's transaction: it runs if and only if that commits, and not before `delaySeconds` have
   * passed.
   * @throws Error if no module handles such jobs
   */
  async add<Payload extends object>(
    tx: EntityManager,
    kind: JobKind<Payload>,
    payload: Payload,
    delaySeconds = 0,
  ): Promise<void> {
    this.checkIsHandled(kind);
    await this.database.queryIn(tx, ADD_JOB, {
      ...{ name: kind.name, payload: JSON.stringify(payload) },
      ...{ delaySeconds, maxAttempts: MAX_ATTEMPTS },
    });
  }

  /** The same for several jobs, by one statement. */
  async addAll<Payload extends object>(
    tx: EntityManager,
    kind: JobKind<Payload>,
    payloads: readonly Payload[],
  ): Promise<void> {
    this.checkIsHandled(kind);
    if (payloads.length === 0) return;
    await this.database.queryIn(tx, ADD_JOBS, {
      ...{ name: kind.name, payloads: JSON.stringify(payloads), maxAttempts: MAX_ATTEMPTS },
    });
  }

  private checkIsHandled({ name }: JobKind<object>): void {
    if (!this.registry.has(name)) throw new Error(`Nobody handles jobs named ${name}`);
  }
}
