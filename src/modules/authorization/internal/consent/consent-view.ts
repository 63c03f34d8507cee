import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { Client } from '../../../clients/client.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { ProjectsService, type Membership } from '../../../projects/projects.service.js';
import { kindOfResource } from '../../../scopes-and-roles/protected-resource.js';
import { isAccountScope, isAppScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { isRestricted } from '../../../scopes-and-roles/sensitivity.js';
import type { AppVerification } from '../../../verification/app-verification.js';
import { AppTesters } from '../../../verification/app-testers.service.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { needsTester } from '../../../verification/tier-allowance.js';
import type { AuthorizationRequest } from '../requests/authorization-requests.js';
import { AppPresentations, type AppPresentation } from './app-presentations.js';
import { ReturnAddress } from '../requests/return-address.js';
import { ExistingGrants, type ExistingGrant } from '../../../grants/existing-grants.service.js';
import { durationsFor, type AccessDuration } from '../../../grants/access-duration.js';
import { projectOffer, type ProjectOffer } from '../../../grants/project-offer.js';

/** The data of the consent page, and of the decision on it. */
export interface ConsentView extends AppPresentation {
  readonly request: AuthorizationRequest;
  readonly client: Client;
  readonly app: AppVerification;
  /** The person is a tester of the app. */
  readonly isTester: boolean;
  readonly address: ReturnAddress;
  /** The requested scopes and those of the existing grant: a step-up never removes scopes. */
  readonly projectScopes: ScopeSet;
  readonly accountScopes: ScopeSet;
  readonly existing: ExistingGrant | null;
  readonly offers: readonly ProjectOffer[];
}

/** The view without the projects, which a decision reads again under a lock. */
export type ConsentContext = Omit<ConsentView, 'offers'>;

@Injectable()
export class ConsentViews {
  constructor(
    private readonly environment: Environment,
    private readonly clients: ClientsService,
    private readonly verifications: AppVerifications,
    private readonly grants: ExistingGrants,
    private readonly projects: ProjectsService,
    private readonly presentations: AppPresentations,
    private readonly testers: AppTesters,
  ) {}

  /** What the page shows. @throws as `contextOf` */
  async viewOf(request: AuthorizationRequest): Promise<ConsentView> {
    const [context, memberships] = await Promise.all([
      this.contextOf(request),
      this.projects.membershipsOf(request.userId),
    ]);
    return withOffers(context, memberships);
  }

  /** @throws OAuthError, for a page, if the client or its redirect URI was removed since the request */
  async contextOf(request: AuthorizationRequest): Promise<ConsentContext> {
    const client = await this.clients.findLive(request.clientId);
    const address =
      client &&
      ReturnAddress.prove(
        client,
        request.redirectUri,
        request.state ?? undefined,
        this.environment.ISSUER_URL,
      );
    if (!client || !address || isSomebodyElse(client, request)) {
      throw invalidRequest('This app has been changed, suspended or removed meanwhile.');
    }
    const app = await this.verifications.verificationOf(client, kindOfResource(request.resource));
    const [existing, isTester, presentation] = await Promise.all([
      this.grants.find(request),
      this.isTester(client, app, request.userId),
      this.presentations.of(client, app),
    ]);
    const scopes = split(request.scopes, existing);
    return { request, client, app, isTester, address, existing, ...presentation, ...scopes };
  }

  /** What is decided on: the projects of this moment, and a tester who stays one until the transaction has ended. */
  async renewIn(tx: EntityManager, context: ConsentContext): Promise<ConsentView> {
    const { client, app, request } = context;
    const isTester =
      needsTester(app, client, false) &&
      (await this.testers.lockTester(tx, client.id, request.userId));
    const memberships = await this.projects.membershipsIn(tx, request.userId);
    return withOffers({ ...context, isTester }, memberships);
  }

  private async isTester(client: Client, app: AppVerification, userId: string): Promise<boolean> {
    return needsTester(app, client, false) && (await this.testers.isTester(client.id, userId));
  }
}

/** The identity version shown and decided on must be the one of the request (attack C14). */
const isSomebodyElse = (client: Client, request: AuthorizationRequest): boolean =>
  client.identityVersion !== request.identityVersion;

/** Adds what can be granted in each of the person's projects; none for a request with account scopes only. */
export function withOffers(
  context: ConsentContext,
  memberships: readonly Membership[],
): ConsentView {
  const { projectScopes } = context;
  const concerned = projectScopes.isEmpty ? [] : memberships;
  return {
    ...context,
    offers: concerned.map((membership) => projectOffer(membership, projectScopes, context)),
  };
}

/** The durations to choose from: as long as a project that can be chosen allows. */
export const durationsOf = ({ app, offers }: ConsentView): readonly AccessDuration[] =>
  durationsFor(app, livesOf({ offers }));

/** The longest life in each project that can be chosen. */
export const livesOf = ({ offers }: Pick<ConsentView, 'offers'>): readonly number[] =>
  offers.flatMap(({ bar, longestLife }) => (bar === null ? [longestLife] : []));

/** True if the person can grant a restricted scope in one of their projects. */
export const mayGiveRestricted = ({ offers }: ConsentView): boolean =>
  offers.some(
    ({ bar, scopes }) =>
      bar === null && [...scopes].some(([scope, why]) => why === null && isRestricted(scope)),
  );

function split(
  asked: ScopeSet,
  existing: ExistingGrant | null,
): { projectScopes: ScopeSet; accountScopes: ScopeSet } {
  const had = [...(existing?.projects.values() ?? [])].flatMap((scopes) => scopes.toArray());
  const all = asked.union(new ScopeSet(had)).union(existing?.accountScopes ?? ScopeSet.empty);
  return {
    projectScopes: new ScopeSet([...all].filter(isAppScope)),
    accountScopes: new ScopeSet([...all].filter(isAccountScope)),
  };
}
