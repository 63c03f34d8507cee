import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { RowOf } from '../../platform/database/statement.js';
import {
  LIST_PROJECTS,
  LIST_REQUESTS,
  LIST_USAGE,
  LIST_USED_SCOPES,
  SUM_SENDS,
} from './internal/read.statements.js';

/** A request in the log of an app, with the name of its project. */
export type LoggedRequest = RowOf<typeof LIST_REQUESTS>;
/** What an app did by one operation. `contacts`: in the responses. */
export type OperationUsage = RowOf<typeof LIST_USAGE>;

export interface LogFilter {
  readonly outcome: 'refused' | 'succeeded' | null;
  /** UUID. */
  readonly projectId: string | null;
  /** Only requests before the one with this id. */
  readonly before: string | null;
}

export interface AppUsage {
  readonly operations: readonly OperationUsage[];
  readonly messages: number;
  /** Millionths. */
  readonly spent: string;
}

/** What an app did: its log of requests, and totals. `clientId` is a UUID. */
@Injectable()
export class AppActivity {
  constructor(private readonly database: Database) {}

  /** A page of the log, the newest requests first. */
  requests(clientId: string, filter: LogFilter, limit: number): Promise<LoggedRequest[]> {
    return this.database.query(LIST_REQUESTS, { clientId, ...filter, limit });
  }

  /** Of these scopes, those that no call used in the last `days` (UTC). */
  async unusedOf(clientId: string, scopes: readonly string[], days: number): Promise<string[]> {
    const used = await this.database.query(LIST_USED_SCOPES, { clientId, days });
    const names = new Set(used.map(({ scope }) => scope));
    return scopes.filter((scope) => !names.has(scope));
  }

  /** Projects that the app called in the last 90 days, by name; 200 at most. */
  projects(clientId: string): Promise<RowOf<typeof LIST_PROJECTS>[]> {
    return this.database.query(LIST_PROJECTS, { clientId });
  }

  /** Of the last `days` (UTC), today being one of them; 400 at most. */
  async usage(clientId: string, days: number): Promise<AppUsage> {
    const [operations, [sends]] = await Promise.all([
      this.database.query(LIST_USAGE, { clientId, days }),
      this.database.query(SUM_SENDS, { clientId, days }),
    ]);
    return { operations, messages: sends?.messages ?? 0, spent: sends?.spent ?? '0' };
  }
}
