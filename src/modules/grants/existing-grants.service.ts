import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import type { Client } from '../clients/client.js';
import type { GrantKey } from './grant.js';
import { CONSENT_IS_CURRENT } from './live-grant.sql.js';

/** A grant before a new decision. */
export interface ExistingGrant {
  /** The identity version of the client that the person last authorized; null if unknown. */
  readonly identityVersion: number | null;
  /** The page said that access persists. */
  readonly refreshable: boolean;
  readonly accountScopes: ScopeSet;
  /** Granted scopes by project. */
  readonly projects: ReadonlyMap<string, ScopeSet>;
}

const HAS_LIVE = statement(
  'grant.has-live',
  `SELECT EXISTS (SELECT FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_IS_CURRENT}
     WHERE g.user_id = :userId AND g.client_id = :clientId AND g.installation = :installation
       AND g.identity_version = :identityVersion
       AND g.revoked_at IS NULL AND g.expires_at > now()) AS live`,
  { live: 'boolean' },
);
const FIND = statement(
  'grant.find-existing',
  `SELECT g.identity_version AS "identityVersion", g.refreshable_since IS NOT NULL AS refreshable, g.account_scopes AS "accountScopes",
     coalesce(jsonb_object_agg(gp.project_id, to_jsonb(gp.scopes)) FILTER (WHERE gp.id IS NOT NULL), '{}') AS projects
   FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_IS_CURRENT}
   LEFT JOIN (grant_projects gp JOIN memberships m ON m.id = gp.membership_id AND m.ended_at IS NULL)
     ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   WHERE g.user_id = :userId AND g.client_id = :clientId AND g.resource = :resource
     AND g.installation = :installation AND g.revoked_at IS NULL AND g.expires_at > now()
   GROUP BY g.id`,
  {
    identityVersion: 'integer?',
    refreshable: 'boolean',
    accountScopes: 'text[]',
    projects: column<Readonly<Record<string, readonly string[]>>>('jsonb'),
  },
);
const FIND_ID = statement(
  'grant.find-existing-id',
  `SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id AND ${CONSENT_IS_CURRENT}
   WHERE g.user_id = :userId AND g.client_id = :clientId AND g.resource = :resource
     AND g.installation = :installation AND g.revoked_at IS NULL AND g.expires_at > now()`,
  { id: 'uuid' },
);

/** People's grants that have not ended, expired or become void. */
@Injectable()
export class ExistingGrants {
  constructor(private readonly database: Database) {}

  /** The person has authorized this identity version of the app with this redirect URI. */
  async hasLive(
    userId: string,
    { id, identityVersion }: Pick<Client, 'id' | 'identityVersion'>,
    installation: string,
  ): Promise<boolean> {
    const values = { userId, clientId: id, installation, identityVersion };
    const [row] = await this.database.query(HAS_LIVE, values);
    return row?.live === true;
  }

  async find(key: GrantKey): Promise<ExistingGrant | null> {
    const [row] = await this.database.query(FIND, key);
    if (!row) return null;
    const projects = Object.entries(row.projects).map(
      ([id, scopes]) => [id, new ScopeSet(scopes)] as const,
    );
    return {
      ...row,
      accountScopes: new ScopeSet(row.accountScopes),
      projects: new Map(projects),
    };
  }

  /** Its id; null if there is none. */
  async findId(tx: EntityManager, key: GrantKey): Promise<string | null> {
    const [row] = await this.database.queryIn(tx, FIND_ID, key);
    return row?.id ?? null;
  }
}
