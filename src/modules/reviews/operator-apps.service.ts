import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { ScopeSet } from '../../kernel/scope-set.js';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import type { Client } from '../clients/client.js';
import type { Tier } from '../verification/app-verification.js';
import { ApplyApproval } from './internal/versions/apply-approval.js';
import { LiveApps } from './internal/versions/live-apps.js';
import { VersionStore } from './internal/versions/version-store.js';
import { hostOf, scopesOf } from './reviewed-fields.js';
import { versionFaults as faults } from './version-faults.js';
import { IS_OPEN } from './version-state.js';

/** An app of an organisation in the list of an operator. */
export interface ListedForOperator {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly state: string;
  readonly tier: Tier | null;
  readonly domain: string | null;
  /** State of the version that is not decided yet; null if there is none. */
  readonly version: string | null;
}

const LIST = statement(
  'operator-apps.list',
  `SELECT c.id, c.name, o.name AS organisation, c.state, v.tier, v.verified_domain AS domain, a.state AS version
   FROM clients c JOIN organisations o ON o.id = c.organisation_id
     LEFT JOIN app_verifications v ON v.client_id = c.id AND v.identity_version = c.identity_version
     LEFT JOIN app_versions a ON a.client_id = c.id AND a.${IS_OPEN}
   WHERE c.state <> 'deleted' ORDER BY c.name, c.id LIMIT 1000`,
  {
    ...{ id: 'uuid', name: 'text', organisation: 'text', state: 'text' },
    ...{ tier: column<Tier | null>('text?'), domain: 'text?', version: 'text?' },
  },
);

export interface OperatorApproval {
  /** Default: all that the app declares. */
  readonly scopes?: readonly string[] | undefined;
  /** Default: the host of its homepage. */
  readonly domain?: string | undefined;
}

/** Apps of organisations, for operators without a browser. */
@Injectable()
export class OperatorApps {
  constructor(
    private readonly database: Database,
    private readonly store: VersionStore,
    private readonly liveApps: LiveApps,
    private readonly approval: ApplyApproval,
  ) {}

  /** By name; a thousand at most. */
  list(): Promise<ListedForOperator[]> {
    return this.database.query(LIST);
  }

  /**
   * Verifies what is live without a submission: the operator has made sure of it. A listed app stays listed.
   * @throws ProblemError `not_found`, `invalid_request` for scopes it does not declare, `conflict` for a domain of
   *   another verified app
   */
  async verify(
    tx: EntityManager,
    clientId: string,
    { scopes, domain }: OperatorApproval,
  ): Promise<Pick<Client, 'name'>> {
    await this.store.lock(tx, clientId);
    const live = await this.liveApps.getIn(tx, clientId);
    const { metadata } = live.content;
    const declared = scopesOf(metadata.scope);
    const approved = scopes ?? declared;
    if (!approved.every((scope) => declared.includes(scope))) {
      throw new ProblemError('invalid_request', faults.scopes);
    }
    const verified = {
      domain: domain ?? hostOf(metadata.client_uri),
      scopes: new ScopeSet(approved),
    };
    await this.approval.verify(tx, live, live.review?.tier ?? 'verified', verified);
    return live.client;
  }
}
