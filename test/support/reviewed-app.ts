import { newId } from '../../src/kernel/ids.js';
import type { Client } from '../../src/modules/clients/client.js';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import { AppSubmissions } from '../../src/modules/reviews/app-submissions.service.js';
import { AppVersions } from '../../src/modules/reviews/app-versions.service.js';
import type { AppVersion } from '../../src/modules/reviews/app-version.js';
import { Reviews } from '../../src/modules/reviews/reviews.service.js';
import type { VersionAction } from '../../src/modules/reviews/version-state.js';
import { Database } from '../../src/platform/database/database.js';
import type { EntityManager } from 'typeorm';
import { storeRow } from './rows.js';
import type { TestApp } from './test-app.js';

const SYSTEM = { kind: 'system' } as const;

let serial = 0;

/** An app of an organisation, its versions, and staff who decide on them: through the services, without pages. */
export class ReviewedApp {
  private constructor(
    readonly server: TestApp,
    readonly client: Client,
    readonly organisationId: string,
  ) {}

  /** Its name, homepage and redirect URI are its own. */
  static async register(server: TestApp, host = newHost()): Promise<ReviewedApp> {
    const organisationId = await storeRow(server.database, 'organisations');
    const metadata = {
      client_name: `Sync ${host.split('.')[0] ?? ''}`,
      client_uri: `https://${host}/`,
      redirect_uris: [`https://${host}/callback`],
      scope: 'project:read segments:read',
    };
    const { client } = await server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(PortalApps, { strict: false }).create(tx, organisationId, metadata, SYSTEM),
      );
    return new ReviewedApp(server, client, organisationId);
  }

  in<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.server.app.get(Database).transaction(work);
  }

  get versions(): AppVersions {
    return this.server.app.get(AppVersions, { strict: false });
  }

  get submissions(): AppSubmissions {
    return this.server.app.get(AppSubmissions, { strict: false });
  }

  get reviews(): Reviews {
    return this.server.app.get(Reviews, { strict: false });
  }

  submit(asListing = false): Promise<void> {
    return this.in((tx) =>
      this.submissions.submit(tx, this.client.id, { actor: SYSTEM }, asListing),
    );
  }

  async latest(): Promise<AppVersion> {
    const [version] = await this.versions.list(this.client.id);
    if (!version) throw new Error('It has no version.');
    return version;
  }

  /** Does an action on the latest version, as a developer or as a member of staff who has it. */
  async act(action: VersionAction, staffId: string): Promise<void> {
    const { id, round, content } = await this.latest();
    const decide = (decision: Parameters<Reviews['decide']>[3]) => () =>
      this.in((tx) => this.reviews.decide(tx, id, { staffId, round }, decision));
    const reason = 'Because.';
    const scopes = String(content.metadata.scope).split(' ');
    const acts: Record<VersionAction, () => Promise<void>> = {
      submit: () => this.submit(),
      withdraw: () => this.in((tx) => this.submissions.withdraw(tx, this.client.id, SYSTEM)),
      appeal: () =>
        this.in((tx) =>
          this.submissions.appeal(
            tx,
            { clientId: this.client.id, versionId: id },
            { actor: SYSTEM, reason },
          ),
        ),
      take: () => this.in((tx) => this.reviews.take(tx, id, staffId)),
      release: () => this.in((tx) => this.reviews.release(tx, id, staffId)),
      approve: decide({ action: 'approve', reason, scopes }),
      request_changes: decide({ action: 'request_changes', reason, comments: {} }),
      reject: decide({ action: 'reject', reason }),
    };
    await acts[action]();
  }

  /** Submits it, and a member of staff approves it. */
  async verify(): Promise<void> {
    const staffId = await storeRow(this.server.database, 'users', { is_staff: true });
    await this.submit();
    await this.act('take', staffId);
    await this.act('approve', staffId);
  }
}

/** Names of apps must not look alike, so the hosts are words of letters. */
const newHost = (): string =>
  `${[...String(++serial)].map((digit) => 'abcdefghij'[Number(digit)] ?? '').join('')}${newId().replaceAll(/[^a-f]/g, '')}.example`;
