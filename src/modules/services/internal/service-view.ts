import { ScopeSet } from '../../../kernel/scope-set.js';
import type { Client } from '../../clients/client.js';
import type { Membership } from '../../projects/projects.service.js';
import { administers } from '../../projects/role.js';
import { isScopeAt } from '../../scopes-and-roles/protected-resource.js';
import { isAppScope } from '../../scopes-and-roles/scope-catalogue.js';
import type { AppVerification } from '../../verification/app-verification.js';
import type { Offered } from '../../grants/consent-choice.js';
import { projectOffer, type ProjectOffer } from '../../grants/project-offer.js';
import type { ServiceConnection, ServiceProject } from './service-connections.js';

/** An app of an organisation, as shown to one person with projects there. */
export interface ServiceView extends Offered {
  readonly client: Client;
  readonly app: AppVerification;
  readonly organisation: string;
  /** Null while it is not connected. */
  readonly connection: ServiceConnection | null;
}

/**
 * What the person can grant to the app, and what is effective now. Projects of other organisations are not included: a
 * service works only in its own organisation.
 */
export function serviceView(
  client: Client,
  app: AppVerification,
  memberships: readonly Membership[],
  connection: ServiceConnection | null,
): ServiceView {
  const projectScopes = declaredScopes(client);
  const offers = memberships
    .filter(({ project }) => project.organisation.id === client.organisationId)
    .map((membership) =>
      serviceOffer(projectOffer(membership, projectScopes, { client, app, isTester: false })),
    );
  const organisation = offers[0]?.membership.project.organisation.name ?? '';
  const parts = { client, app, organisation, connection, projectScopes, offers };
  return { ...parts, existing: connection && { projects: ownScopes(parts, connection) } };
}

const serviceOffer = (offer: ProjectOffer): ProjectOffer =>
  administers(offer.membership.role) ? offer : { ...offer, bar: 'admin' };

/** The scopes that the app declared, without those that only concern people or MCP clients. */
const declaredScopes = ({ scope }: Client): ScopeSet =>
  new ScopeSet(
    [...(scope ?? ScopeSet.empty)].filter((name) => isAppScope(name) && isScopeAt('api', name)),
  );

const ownScopes = (
  view: Pick<ServiceView, 'offers'>,
  { projects }: ServiceConnection,
): Map<string, ScopeSet> =>
  new Map(projects.filter(({ id }) => runs(view, id)).map(({ id, scopes }) => [id, scopes]));

/** The person is owner or admin of this project of the organisation. */
export const runs = ({ offers }: Pick<ServiceView, 'offers'>, projectId: string): boolean =>
  offers.some(({ membership: { project, role } }) => project.id === projectId && administers(role));

/** The person administers every project that the service works in, so they may end it. */
export const runsAll = (view: Pick<ServiceView, 'offers' | 'connection'>): boolean =>
  (view.connection?.projects ?? []).every(({ id, role }) => role === null || runs(view, id));

/** Connected projects that the person may see. */
export const visibleProjects = ({ offers, connection }: ServiceView): ServiceProject[] =>
  (connection?.projects ?? []).filter(({ id }) =>
    offers.some(({ membership }) => membership.project.id === id),
  );

export const isRegisteredAsService = ({ client }: Pick<ServiceView, 'client'>): boolean =>
  client.grantTypes.includes('client_credentials');
