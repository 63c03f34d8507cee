import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { JobQueue } from '../../../../platform/jobs/job-queue.service.js';
import type { AuditEvent } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { APP_CONNECTED } from './app-connected.job.js';
import { ConsentReceipts, describeOffers } from '../../../grants/consent-receipts.js';
import { CONSENT_WORDING } from './consent-texts.js';
import type { GivenConsent } from './given-consent.js';

/** Everything that remembers a consent: the receipt, the audit log, and the mail to the person. */
@Injectable()
export class RecordConsent {
  constructor(
    private readonly receipts: ConsentReceipts,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
  ) {}

  async execute(tx: EntityManager, consent: GivenConsent): Promise<void> {
    const { view, grantId, projects } = consent;
    await this.receipts.insert(tx, grantId, describeConsent(consent));
    const event: AuditEvent = {
      type: 'consent.granted',
      actor: { kind: 'user', userId: view.request.userId },
      target: { kind: 'grant', id: grantId },
      context: { client_id: view.client.clientId },
    };
    await this.audit.record(tx, event);
    for (const { projectId, scopes } of projects) {
      const context = { ...event.context, scopes: scopes.toArray() };
      await this.audit.record(tx, { ...event, projectId, context });
    }
    await this.audit.record(tx, { ...event, type: 'code.issued' });
    await this.jobs.add(tx, APP_CONNECTED, { grantId });
  }
}

function describeConsent({ view, projects, hours }: GivenConsent): object {
  const { client, app, address, request } = view;
  return {
    wording: CONSENT_WORDING,
    app: {
      id: client.clientId,
      name: client.name,
      tier: app.tier,
      domain: app.verifiedDomain,
      identity_version: request.identityVersion,
      auth_method: client.tokenEndpointAuthMethod,
      keys: client.jwksUri ?? (client.jwks && digest(client.jwks)),
    },
    addresses: {
      client_uri: client.clientUri,
      tos_uri: client.tosUri,
      policy_uri: client.policyUri,
    },
    returns_to: address.place,
    redirect_uri: address.installation,
    persists: request.refreshable,
    resource: request.resource,
    account_scopes: view.accountScopes.toArray(),
    access_hours: hours,
    projects: describeOffers(view.offers, projects),
  };
}

/** As hex: enough to tell one set of keys from another. */
const digest = (keys: object): string => hash('sha256', JSON.stringify(keys));
