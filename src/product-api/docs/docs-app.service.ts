import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../../kernel/scope-set.js';
import { ClientsService } from '../../modules/clients/clients.service.js';
import { PortalApps } from '../../modules/clients/portal-apps.service.js';
import { ProjectsService } from '../../modules/projects/projects.service.js';
import {
  ACCOUNT_SCOPE_NAMES,
  isMcpScope,
  APP_SCOPE_NAMES,
} from '../../modules/scopes-and-roles/scope-catalogue.js';
import { AppVerifications } from '../../modules/verification/app-verifications.service.js';
import { Environment } from '../../platform/config/environment.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { CALLBACK_PATH, docsClientUuid } from './docs-client.js';

const NAME = 'API documentation';
const SYSTEM = { kind: 'system' } as const;

const SCOPE = new ScopeSet([
  ...APP_SCOPE_NAMES.filter((name) => !isMcpScope(name)),
  ...ACCOUNT_SCOPE_NAMES,
]);

// Two servers may start at once: the second waits for the first, and finds the app.
const ONE_AT_A_TIME = statement(
  'docs.one-at-a-time',
  `SELECT pg_advisory_xact_lock(hashtext('connected-apps/docs-app'))::text AS locked`,
  { locked: 'text' },
);

/** The documentation as an app of its own: its *Authorize* asks people for access like any other app. */
@Injectable()
export class DocsApp {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly projects: ProjectsService,
    private readonly apps: PortalApps,
    private readonly verifications: AppVerifications,
  ) {}

  /** Registers it, verified, unless an earlier start has. */
  async prepare(): Promise<void> {
    if (await this.isThere()) return;
    await this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, ONE_AT_A_TIME);
      if (!(await this.isThere())) await this.register(tx);
    });
  }

  private async isThere(): Promise<boolean> {
    return (await this.clients.find(docsClientUuid(this.environment.ISSUER_URL))) !== null;
  }

  private async register(tx: EntityManager): Promise<void> {
    const { ISSUER_URL } = this.environment;
    const id = docsClientUuid(ISSUER_URL);
    const { id: organisationId } = await this.projects.createOrganisation(tx, { name: NAME });
    const metadata = {
      ...{ client_name: NAME, token_endpoint_auth_method: 'none', scope: SCOPE.toString() },
      redirect_uris: [`${ISSUER_URL}${CALLBACK_PATH}`],
    };
    await this.apps.create(tx, organisationId, metadata, SYSTEM, { id });
    const verification = { tier: 'verified', approvedScopes: SCOPE, verifiedDomain: null } as const;
    await this.verifications.decide(tx, id, verification);
  }
}
