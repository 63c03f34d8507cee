import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { CONSENT_WORDING } from './consent-texts.js';
import type { GivenConsent } from './given-consent.js';

const INSERT = statement(
  'consent-receipt.insert',
  'INSERT INTO consent_receipts (id, grant_id, shown) VALUES ($1, $2, $3)',
);

/** Keeps, for ever and unchanged, what the person was shown and chose. */
@Injectable()
export class ConsentReceipts {
  constructor(private readonly database: Database) {}

  async insert(tx: EntityManager, consent: GivenConsent): Promise<void> {
    const shown = JSON.stringify(describe(consent));
    await this.database.queryIn(tx, INSERT, [newId(), consent.grantId, shown]);
  }
}

function describe({ view, projects, hours }: GivenConsent): object {
  const { client, app, address, request } = view;
  const given = new Map(projects.map(({ projectId, scopes }) => [projectId, scopes.toArray()]));
  return {
    wording: CONSENT_WORDING,
    app: { id: client.clientId, name: client.name, tier: app.tier, domain: app.verifiedDomain },
    returns_to: address.place,
    resource: request.resource,
    account_scopes: view.accountScopes.toArray(),
    access_hours: hours,
    projects: view.offers.map(({ membership, bar, scopes }) => ({
      id: membership.project.id,
      name: membership.project.name,
      role: membership.role,
      plan: membership.project.plan,
      app_policy: membership.project.appPolicy,
      bar,
      shown: Object.fromEntries([...scopes].map(([scope, why]) => [scope, why ?? 'granted'])),
      granted: given.get(membership.project.id) ?? null,
    })),
  };
}
