import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScopeSet } from '../kernel/scope-set.js';
import type { User } from '../modules/accounts/users.service.js';
import { AppProfiles } from '../modules/app-profiles/app-profiles.service.js';
import { AppSuspensions } from '../modules/clients/app-suspensions.service.js';
import { PortalApps } from '../modules/clients/portal-apps.service.js';
import { AppAnswers } from '../modules/reviews/app-answers.service.js';
import { AppSubmissions } from '../modules/reviews/app-submissions.service.js';
import { AppVersions } from '../modules/reviews/app-versions.service.js';
import { Reviews } from '../modules/reviews/reviews.service.js';
import { AppTesters } from '../modules/verification/app-testers.service.js';
import { AppVerifications } from '../modules/verification/app-verifications.service.js';
import { DEMO_LISTING, DEMO_STATES, type DemoAppState, type DemoStateApp } from './demo-states.js';

/** Who has a part in the stories of the apps. */
export interface DemoParts {
  /** Owner of the organisation of the apps. */
  readonly developer: User;
  readonly staff: User;
  /** Accepts the invitation, */
  readonly tester: User;
  /** and does not answer it. */
  readonly invited: User;
}

const SYSTEM = { kind: 'system' } as const;

/** An app in each state of its life, brought there by the services that do so for real apps. */
export class DemoApps {
  private readonly apps: PortalApps;
  private readonly profiles: AppProfiles;
  private readonly verifications: AppVerifications;
  private readonly testers: AppTesters;
  private readonly versions: AppVersions;
  private readonly answers: AppAnswers;
  private readonly submissions: AppSubmissions;
  private readonly reviews: Reviews;
  private readonly suspensions: AppSuspensions;

  constructor(
    app: INestApplicationContext,
    private readonly parts: DemoParts,
  ) {
    this.apps = app.get(PortalApps, { strict: false });
    this.profiles = app.get(AppProfiles, { strict: false });
    this.verifications = app.get(AppVerifications, { strict: false });
    this.testers = app.get(AppTesters, { strict: false });
    this.versions = app.get(AppVersions, { strict: false });
    this.answers = app.get(AppAnswers, { strict: false });
    this.submissions = app.get(AppSubmissions, { strict: false });
    this.reviews = app.get(Reviews, { strict: false });
    this.suspensions = app.get(AppSuspensions, { strict: false });
  }

  async create(tx: EntityManager, organisationId: string): Promise<void> {
    for (const app of DEMO_STATES) {
      await this.register(tx, organisationId, app);
      await this.steps[app.state](tx, app);
    }
  }

  private async register(
    tx: EntityManager,
    organisationId: string,
    { id, name, scopes, reasons }: DemoStateApp,
  ): Promise<void> {
    const metadata = {
      client_name: name,
      client_uri: 'https://brightline.example',
      tos_uri: 'https://brightline.example/terms',
      policy_uri: 'https://brightline.example/privacy',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
      scope: scopes.join(' '),
    };
    await this.apps.create(tx, organisationId, metadata, SYSTEM, { id });
    const contacts = {
      supportEmail: 'support@brightline.example',
      securityEmail: 'security@brightline.example',
    };
    await this.profiles.change(tx, id, { ...contacts, scopeReasons: reasons }, SYSTEM);
  }

  /** What leads to each state. */
  private readonly steps: Readonly<
    Record<DemoAppState, (tx: EntityManager, app: DemoStateApp) => Promise<void>>
  > = {
    development: async (tx, { id }) => {
      const { developer, tester, invited } = this.parts;
      for (const { email } of [tester, invited]) {
        await this.testers.invite(tx, id, email, developer.id);
      }
      const [named] = await tx.query<{ id: string }[]>(
        'SELECT id FROM app_testers WHERE client_id = $1 AND email = $2',
        [id, tester.email],
      );
      await this.testers.accept(tx, named?.id ?? '', tester.id);
    },
    submitted: (tx, app) => this.submit(tx, app),
    in_review: async (tx, app) => {
      await this.takeUp(tx, app);
    },
    changes_requested: async (tx, app) => {
      const reviewer = await this.takeUp(tx, app);
      await this.reviews.decide(tx, reviewer.versionId, reviewer, {
        action: 'request_changes',
        reason: 'The privacy policy does not say how long you keep answers of surveys.',
        comments: {
          policy_uri: 'Add how long answers are kept, and how people have them deleted.',
        },
      });
    },
    listed: async (tx, { id, scopes }) => {
      await this.profiles.change(tx, id, { listing: { ...DEMO_LISTING } }, SYSTEM);
      const approvedScopes = new ScopeSet(scopes);
      const verifiedDomain = 'brightline.example';
      await this.verifications.decide(tx, id, { tier: 'listed', approvedScopes, verifiedDomain });
    },
    suspended: async (tx, { id }) => {
      const actor = { kind: 'user', userId: this.parts.staff.id } as const;
      const reason = 'Its access tokens were found in a public repository.';
      await this.suspensions.suspend(tx, id, { reason, actor });
    },
  };

  /** With the answers that staff ask for. What is left to do is for who tries it: proofs of domains, the fault lab. */
  private async submit(tx: EntityManager, { id }: DemoStateApp): Promise<void> {
    const actor = { kind: 'user', userId: this.parts.developer.id } as const;
    const answers = {
      legal_name: 'Brightline Analytics Ltd',
      contact_email: 'bea@brightline.example',
      test_access: 'Test account: review@brightline.example, password on request.',
    };
    await this.answers.save(tx, id, answers, actor);
    await this.submissions.submit(tx, id, { actor });
  }

  private async takeUp(tx: EntityManager, app: DemoStateApp) {
    await this.submit(tx, app);
    const [version] = await tx.query<{ id: string; round: number }[]>(
      'SELECT id, round FROM app_versions WHERE client_id = $1',
      [app.id],
    );
    const { id: versionId = '', round = 0 } = version ?? {};
    const staffId = this.parts.staff.id;
    await this.reviews.take(tx, versionId, staffId);
    return { versionId, staffId, round };
  }
}
