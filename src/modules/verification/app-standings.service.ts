import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { Client } from '../clients/client.js';
import type { AppStanding } from './app-standing.js';
import type { AppStandingEntity } from './internal/app-standing.entity.js';

export type { AppStanding, Tier } from './app-standing.js';

const FIND = statement(
  'app-standings.find',
  `SELECT tier, approved_scopes AS "approvedScopes", verified_domain AS "verifiedDomain"
     FROM app_standings WHERE client_id = $1`,
);

const SET = statement(
  'app-standings.set',
  `INSERT INTO app_standings (client_id, tier, approved_scopes, verified_domain) VALUES ($1, $2, $3, $4)
   ON CONFLICT (client_id) DO UPDATE
      SET tier = excluded.tier, approved_scopes = excluded.approved_scopes,
          verified_domain = excluded.verified_domain, decided_at = now()`,
);

/** What we know of apps: their tier and what a review allowed. */
@Injectable()
export class AppStandings {
  constructor(private readonly database: Database) {}

  /** Without a decision of ours, the way an app came in says it: portal is `development`, dynamic `self_registered`. */
  async standingOf({ id, origin }: Pick<Client, 'id' | 'origin'>): Promise<AppStanding> {
    const [row] = await this.database.query<AppStandingEntity>(FIND, [id]);
    return {
      tier: row?.tier ?? (origin === 'portal' ? 'development' : 'self_registered'),
      approvedScopes: new ScopeSet(row?.approvedScopes ?? []),
      verifiedDomain: row?.verifiedDomain ?? null,
    };
  }

  /** `id` is the client's UUID. */
  async setStanding(tx: EntityManager, id: string, standing: AppStanding): Promise<void> {
    const { tier, approvedScopes, verifiedDomain } = standing;
    await this.database.queryIn(tx, SET, [id, tier, approvedScopes.toArray(), verifiedDomain]);
  }
}
