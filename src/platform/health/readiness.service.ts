import { Injectable } from '@nestjs/common';
import type { HealthIndicatorService } from '@nestjs/terminus';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../database/database.js';
import { migrationNames } from '../database/migrations.js';
import { findMissingMigrations } from '../database/missing-migrations.js';
import { statement } from '../database/statement.js';
import { Draining } from '../http/draining.js';

type Check = 'database' | 'migrations' | 'queue';
type Checks = Record<Check, 'up' | 'down'>;

export interface ReadyReport {
  readonly status: 'ready';
  readonly checks: Checks;
}

const TIMEOUT_MS = 1_500;
/** Probes may come at any rate; the database is queried at most this often. */
const CACHE_MS = 500;

const ping = statement('health.ping', 'SELECT 1 AS alive', { alive: 'integer' });

/** Fails while the queue's tables do not exist or may not be read. */
const readQueue = statement(
  'health.queue',
  'SELECT id FROM graphile_worker._private_jobs LIMIT 1',
  { id: 'bigint' },
);

/** Whether this process can serve requests now. */
@Injectable()
export class Readiness {
  private indicators: HealthIndicatorService | undefined;

  constructor(
    private readonly database: Database,
    private readonly draining: Draining,
  ) {}

  /** @throws ProblemError 503 that names what is unavailable, never why: that is in the log */
  async get(): Promise<ReadyReport> {
    if (this.draining.hasBegun) throw new ProblemError('unavailable', 'The server is stopping.');
    const [database, migrated, queue] = await Promise.all([
      this.check('database', () => this.database.query(ping)),
      this.check('migrations', () => this.checkMigrations()),
      this.check('queue', () => this.database.query(readQueue)),
    ]);
    const checks = { database, migrations: migrated, queue };
    const missing = Object.entries(checks).filter(([, state]) => state === 'down');
    if (missing.length === 0) return { status: 'ready', checks };
    const names = missing.map(([name]) => name).join(', ');
    throw new ProblemError('unavailable', `Not ready: ${names}.`, { members: { checks } });
  }

  private async check(name: Check, work: () => Promise<unknown>): Promise<'up' | 'down'> {
    // Loaded with the first probe, not before the server listens.
    const { HealthIndicatorService } = await import('@nestjs/terminus');
    this.indicators ??= new HealthIndicatorService();
    const attempt = this.indicators.check(name).attempt(async () => void (await work()));
    const result = await attempt.withTimeout(TIMEOUT_MS).cacheFor(CACHE_MS);
    return result[name].status === 'up' ? 'up' : 'down';
  }

  private async checkMigrations(): Promise<void> {
    const missing = await this.database.query(findMissingMigrations, { names: migrationNames });
    if (missing.length > 0) throw new Error(`${String(missing.length)} migrations are missing`);
  }
}
