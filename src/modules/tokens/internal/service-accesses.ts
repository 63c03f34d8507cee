import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { ServiceAccess } from '../verified-access.js';
import { toServiceAccess, type ServiceAccessRow } from './access-row.js';
import { accessColumns, GRANT_IS_ALIVE, JOIN_PARTIES } from './access.sql.js';

/** An app that is connected as a service now. */
export interface StandingService {
  /** Everything it was granted, in whichever project that is still connected. */
  readonly scopes: ScopeSet;
  /** What it amounts to with this narrowing; null for all of its scopes. */
  accessWith(narrowing: ScopeSet | null): ServiceAccess;
}

const FIND = statement(
  'service-access.find',
  `SELECT ${accessColumns()}
   FROM grants g ${JOIN_PARTIES}
   WHERE g.client_id = $1 AND g.kind = 'service' AND ${GRANT_IS_ALIVE}`,
);

/** What apps may do in their own name. */
@Injectable()
export class ServiceAccesses {
  constructor(private readonly database: Database) {}

  /** By the client's UUID; null if nobody connected it, or that has ended. */
  async find(clientId: string): Promise<StandingService | null> {
    const [row] = await this.database.query<ServiceAccessRow>(FIND, [clientId]);
    if (!row) return null;
    const scopes = new ScopeSet(row.projects.flatMap(({ grantedScopes }) => grantedScopes));
    return {
      scopes,
      accessWith: (narrowing) =>
        toServiceAccess(row, scopes.toArray(), narrowing?.toArray() ?? null),
    };
  }
}
