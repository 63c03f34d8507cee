import type { TokenScheme } from '../../../kernel/errors/bearer-error.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import type { ShapedRow } from '../../../platform/database/row-shape.js';
import { wireClientId } from '../../clients/wire-client-id.js';
import { kindOfResource } from '../../scopes-and-roles/protected-resource.js';
import { tierByOrigin } from '../../verification/tier-by-origin.js';
import type {
  Access,
  AccessFacts,
  BoundProject,
  ProjectAccess,
  ServiceAccess,
  UserAccess,
  VerifiedClient,
  VerifiedProject,
} from '../verified-access.js';
import type {
  ACCESS_SHAPE,
  PROJECT_ACCESS_SHAPE,
  ProjectDocument,
  USER_ACCESS_SHAPE,
} from './access.sql.js';

type AccessRow = ShapedRow<typeof ACCESS_SHAPE>;
type ProjectAccessRow = ShapedRow<typeof PROJECT_ACCESS_SHAPE>;

/** `scopes` are those of the family, or of the family to be made. */
export const toAccess = (row: AccessRow, scopes: readonly string[]): Access =>
  isOfPerson(row) ? toUserAccess(row, scopes) : toServiceAccess(row, scopes);

const isOfPerson = (row: AccessRow): row is ShapedRow<typeof USER_ACCESS_SHAPE> =>
  row.personId !== null;

export const toUserAccess = (
  row: ShapedRow<typeof USER_ACCESS_SHAPE>,
  scopes: readonly string[],
): UserAccess => ({
  kind: 'user',
  ...factsOf(row, scopes),
  user: { id: row.personId, name: row.personName, email: row.personEmail },
});

export const toServiceAccess = (row: AccessRow, scopes: readonly string[]): ServiceAccess => ({
  kind: 'service',
  ...factsOf(row, scopes),
});

/** The same with fewer scopes, for one token of its family; null keeps all of them. */
export function narrow<Some extends Access>(access: Some, to: Iterable<string> | null): Some {
  if (to === null) return access;
  const scopes = new ScopeSet(to);
  const accountScopes = scopes.intersect(access.accountScopes);
  return { ...access, scopes, narrowed: true, accountScopes };
}

function factsOf(row: AccessRow, familyScopes: readonly string[]): AccessFacts {
  const scopes = new ScopeSet(familyScopes);
  return {
    audience: row.resource,
    scopes,
    narrowed: false,
    accountScopes: scopes.intersect(new ScopeSet(row.accountScopes)),
    grant: { id: row.grantId, expiresAt: row.grantExpiresAt },
    client: toClient(row),
    projects: row.projects.map(toProject),
  };
}

function toClient(row: AccessRow): VerifiedClient {
  const clientId = wireClientId({ id: row.clientId, metadataUri: row.metadataUri });
  return {
    id: row.clientId,
    clientId,
    name: row.clientName,
    organisationId: row.organisationId,
    ...verificationOf(row, clientId, new ScopeSet(row.approvedScopes)),
  };
}

const verificationOf = (
  { tier, origin, resource }: Pick<AccessRow, 'tier' | 'origin' | 'resource'>,
  clientId: string,
  approvedScopes: ScopeSet,
): Pick<VerifiedClient, 'tier' | 'approvedScopes'> =>
  tier === null
    ? tierByOrigin({ origin, clientId }, kindOfResource(resource))
    : { tier, approvedScopes };

const toProject = ({
  grantedScopes,
  requestedScopes,
  ...project
}: ProjectDocument): VerifiedProject => ({
  ...project,
  grantedScopes: new ScopeSet(grantedScopes),
  requestedScopes: new ScopeSet(requestedScopes),
});

/** The scheme is that of the request. */
export function toProjectAccess(row: ProjectAccessRow, scheme: TokenScheme): ProjectAccess {
  const clientId = wireClientId({ id: row.clientId, metadataUri: row.metadataUri });
  return {
    audience: row.resource,
    scheme,
    grant: { id: row.grantId },
    personId: row.personId,
    scopes: ScopeSet.ofJoined(row.scopes),
    client: {
      id: row.clientId,
      clientId,
      organisationId: row.clientOrganisationId,
      ...verificationOf(row, clientId, ScopeSet.ofJoined(row.approvedScopes ?? '')),
    },
    project: toBoundProject(row),
  };
}

const toBoundProject = (row: ProjectAccessRow): BoundProject | null =>
  row.projectId === null
    ? null
    : {
        id: row.projectId,
        plan: row.plan,
        appPolicy: row.appPolicy,
        role: row.role,
        organisation: { id: row.organisationId },
        grantedScopes: ScopeSet.ofJoined(row.grantedScopes),
      };
