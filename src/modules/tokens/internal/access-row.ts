import { toWireId } from '../../../kernel/ids.js';
import { ScopeSet } from '../../../kernel/scope-set.js';
import type { Access, VerifiedClient, VerifiedProject } from '../verified-access.js';

/** What `accessColumns` yield. */
export interface AccessRow {
  readonly grant_id: string;
  readonly grant_expires_at: Date;
  readonly resource: string;
  readonly account_scopes: readonly string[];
  readonly client_id: string;
  readonly client_name: string;
  readonly organisation_id: string | null;
  readonly tier: VerifiedClient['tier'];
  readonly approved_scopes: readonly string[];
  readonly user_id: string;
  readonly user_name: string;
  readonly email: string;
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
  const scopes = new ScopeSet(narrowing ?? familyScopes);
  return {
    audience: row.resource,
    scopes,
    narrowed: narrowing !== null,
    accountScopes: scopes.intersect(new ScopeSet(row.account_scopes)),
    grant: { id: row.grant_id, expiresAt: row.grant_expires_at },
    client: toClient(row),
    user: { id: row.user_id, name: row.user_name, email: row.email },
    projects: row.projects.map(toProject),
  };
}

const toClient = (row: AccessRow): VerifiedClient => ({
  id: row.client_id,
  clientId: toWireId('app', row.client_id),
  name: row.client_name,
  organisationId: row.organisation_id,
  tier: row.tier,
  approvedScopes: new ScopeSet(row.approved_scopes),
});

const toProject = ({
  grantedScopes,
  requestedScopes,
  ...project
}: ProjectDocument): VerifiedProject => ({
  ...project,
  grantedScopes: new ScopeSet(grantedScopes),
  requestedScopes: new ScopeSet(requestedScopes),
});
