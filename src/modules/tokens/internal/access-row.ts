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
  NamedProject,
  ProjectAccess,
  ServiceAccess,
  UserAccess,
  VerifiedClient,
  VerifiedProject,
} from '../verified-access.js';
import type {
  ACCESS_SHAPE,
  NamedProjectDocument,
  PROJECT_ACCESS_SHAPE,
  ProjectDocument,
  USER_ACCESS_SHAPE,
} from './access.sql.js';

type AccessRow = ShapedRow<typeof ACCESS_SHAPE>;
type ProjectAccessRow = ShapedRow<typeof PROJECT_ACCESS_SHAPE>;

/** The access of a token, with the scopes of its family unless a refresh narrowed them. */
export function toTokenAccess(
  row: AccessRow & { readonly familyScopes: string; readonly narrowing: string | null },
): Access {
  const scopes = ScopeSet.ofJoined(row.familyScopes);
  const access = isOfPerson(row) ? toUserAccess(row, scopes) : toServiceAccess(row, scopes);
  return narrow(access, row.narrowing === null ? null : ScopeSet.ofJoined(row.narrowing));
}

const isOfPerson = (row: AccessRow): row is ShapedRow<typeof USER_ACCESS_SHAPE> =>
  row.personId !== null;

/** `scopes` are those of the family, or of the family to be made. */
export const toUserAccess = (
  row: ShapedRow<typeof USER_ACCESS_SHAPE>,
  scopes: ScopeSet,
): UserAccess => ({
  kind: 'user',
  ...factsOf(row, scopes),
  user: { id: row.personId, name: row.personName, email: row.personEmail },
});

export const toServiceAccess = (row: AccessRow, scopes: ScopeSet): ServiceAccess => ({
  kind: 'service',
  ...factsOf(row, scopes),
});

/** The same with fewer scopes, for one token of its family; null keeps all of them. */
export function narrow<Some extends Access>(access: Some, scopes: ScopeSet | null): Some {
  if (scopes === null) return access;
  const accountScopes = scopes.intersect(access.accountScopes);
  return { ...access, scopes, narrowed: true, accountScopes };
}

function factsOf(row: AccessRow, scopes: ScopeSet): AccessFacts {
  return {
    audience: row.resource,
    scopes,
    narrowed: false,
    accountScopes: scopes.intersect(ScopeSet.ofJoined(row.accountScopes)),
    grant: { id: row.grantId, expiresAt: row.grantExpiresAt },
    client: toClient(row),
    projects: row.projects.map(toProject),
  };
}

function toClient(row: AccessRow): VerifiedClient {
  return {
    id: row.clientId,
    clientId: wireIdOf(row),
    name: row.clientName,
    organisationId: row.organisationId,
    isRestoring: row.isRestoring,
    ...verificationOf(row),
  };
}

type ClientRow = Pick<
  AccessRow,
  'clientId' | 'metadataUri' | 'origin' | 'resource' | 'tier' | 'approvedScopes'
>;

const wireIdOf = ({ clientId, metadataUri }: ClientRow): string =>
  wireClientId({ id: clientId, metadataUri });

const verificationOf = (row: ClientRow): Pick<VerifiedClient, 'tier' | 'approvedScopes'> =>
  row.tier === null
    ? tierByOrigin({ ...row, clientId: wireIdOf(row) }, kindOfResource(row.resource))
    : { tier: row.tier, approvedScopes: ScopeSet.ofJoined(row.approvedScopes ?? '') };

const toProject = ({
  grantedScopes,
  requestedScopes,
  ...project
}: ProjectDocument): VerifiedProject => ({
  ...project,
  grantedScopes: ScopeSet.ofJoined(grantedScopes),
  requestedScopes: ScopeSet.ofJoined(requestedScopes),
});

export const toNamedProject = ({
  organisationName,
  ...project
}: NamedProjectDocument): NamedProject => ({
  ...toProject(project),
  organisation: { id: project.organisationId, name: organisationName },
});

/** The scheme is that of the request. */
export function toProjectAccess(row: ProjectAccessRow, scheme: TokenScheme): ProjectAccess {
  return {
    kind: 'grant',
    audience: row.resource,
    scheme,
    grant: { id: row.grantId },
    personId: row.personId,
    scopes: ScopeSet.ofJoined(row.scopes),
    client: {
      id: row.clientId,
      organisationId: row.clientOrganisationId,
      isRestoring: row.isRestoring,
      ...verificationOf(row),
    },
    project: toBoundProject(row),
  };
}

const toBoundProject = (row: ProjectAccessRow): BoundProject | null =>
  row.projectId === null
    ? null
    : {
        id: row.projectId,
        kind: row.kind,
        plan: row.plan,
        appPolicy: row.appPolicy,
        role: row.role,
        organisationId: row.organisationId,
        grantedScopes: ScopeSet.ofJoined(row.grantedScopes),
      };
