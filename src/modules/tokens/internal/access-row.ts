import { ScopeSet } from '../../../kernel/scope-set.js';
import type { ClientOrigin } from '../../clients/client.js';
import { wireClientId } from '../../clients/wire-client-id.js';
import { kindOfResource } from '../../scopes-and-roles/protected-resource.js';
import { tierByOrigin } from '../../verification/tier-by-origin.js';
import type {
  Access,
  AccessFacts,
  ServiceAccess,
  UserAccess,
  VerifiedClient,
  VerifiedProject,
} from '../verified-access.js';

/** What `accessColumns` yield. */
export type AccessRow = UserAccessRow | ServiceAccessRow;

/** What they yield of a person's grant: of codes and refresh tokens, which services have none of. */
export type UserAccessRow = GrantRow & {
  readonly kind: 'user';
  readonly user_id: string;
  readonly user_name: string;
  readonly email: string;
};

/** No person is joined to it. */
export type ServiceAccessRow = GrantRow & { readonly kind: 'service'; readonly user_id: null };

interface GrantRow {
  readonly grant_id: string;
  readonly grant_expires_at: Date;
  readonly resource: string;
  readonly account_scopes: readonly string[];
  readonly client_id: string;
  readonly client_name: string;
  readonly organisation_id: string | null;
  readonly origin: ClientOrigin;
  readonly metadata_uri: string | null;
  /** Null for an app without a decision of ours. */
  readonly tier: VerifiedClient['tier'] | null;
  readonly approved_scopes: readonly string[];
  readonly projects: readonly ProjectDocument[];
}

type ProjectDocument = Omit<VerifiedProject, 'grantedScopes' | 'requestedScopes'> & {
  readonly grantedScopes: readonly string[];
  readonly requestedScopes: readonly string[];
};

/** `narrowing` is null for a token that has all of its family's scopes. */
export function toAccess(
  row: AccessRow,
  familyScopes: readonly string[],
  narrowing: readonly string[] | null,
): Access {
  return row.kind === 'user'
    ? toUserAccess(row, familyScopes, narrowing)
    : toServiceAccess(row, familyScopes, narrowing);
}

export const toServiceAccess = (
  row: ServiceAccessRow,
  familyScopes: readonly string[],
  narrowing: readonly string[] | null,
): ServiceAccess => ({ kind: 'service', ...factsOf(row, familyScopes, narrowing) });

export const toUserAccess = (
  row: UserAccessRow,
  familyScopes: readonly string[],
  narrowing: readonly string[] | null,
): UserAccess => ({
  kind: 'user',
  ...factsOf(row, familyScopes, narrowing),
  user: { id: row.user_id, name: row.user_name, email: row.email },
});

function factsOf(
  row: GrantRow,
  familyScopes: readonly string[],
  narrowing: readonly string[] | null,
): AccessFacts {
  const scopes = new ScopeSet(narrowing ?? familyScopes);
  return {
    audience: row.resource,
    scopes,
    narrowed: narrowing !== null,
    accountScopes: scopes.intersect(new ScopeSet(row.account_scopes)),
    grant: { id: row.grant_id, expiresAt: row.grant_expires_at },
    client: toClient(row),
    projects: row.projects.map(toProject),
  };
}

function toClient(row: GrantRow): VerifiedClient {
  const clientId = wireClientId({ id: row.client_id, metadataUri: row.metadata_uri });
  return {
    id: row.client_id,
    clientId,
    name: row.client_name,
    organisationId: row.organisation_id,
    ...verificationOf(row, clientId),
  };
}

const verificationOf = (
  { tier, approved_scopes, origin, resource }: GrantRow,
  clientId: string,
): Pick<VerifiedClient, 'tier' | 'approvedScopes'> =>
  tier === null
    ? tierByOrigin({ origin, clientId }, kindOfResource(resource))
    : { tier, approvedScopes: new ScopeSet(approved_scopes) };

const toProject = ({
  grantedScopes,
  requestedScopes,
  ...project
}: ProjectDocument): VerifiedProject => ({
  ...project,
  grantedScopes: new ScopeSet(grantedScopes),
  requestedScopes: new ScopeSet(requestedScopes),
});
