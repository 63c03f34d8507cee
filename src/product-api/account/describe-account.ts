import { toWireId } from '../../kernel/ids.js';
import { effectiveIn } from '../../modules/tokens/project-effect.js';
import type { VerifiedProject } from '../../modules/tokens/verified-access.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Caller } from '../access/principal.js';
import type { Account, AccountMetadata } from './account.dto.js';

/** Tells an app its own standing, by the same rules as the guard. Of the person it tells the id alone. */
export function describeAccount(caller: Caller): EntityEnvelope<Account, AccountMetadata> {
  const { kind, access } = caller;
  const projects = access.projects.map((project) => ({
    project,
    effect: effectiveIn(access, project),
  }));
  const scopes = projects.reduce(
    (all, { effect }) => all.union(effect.scopes),
    access.accountScopes,
  );
  return {
    entity: {
      kind,
      app: { id: access.client.clientId, name: access.client.name },
      grant: {
        id: toWireId('grt', access.grant.id),
        expires_at: access.grant.expiresAt.toISOString(),
      },
      user: kind === 'oauth' ? { id: toWireId('usr', caller.access.user.id) } : null,
      projects: projects.map(({ project, effect }) => ({
        ...describeProject(project),
        scope: effect.scopes.toString(),
        withheld: effect.withheld.map(({ scope, reason }) => ({ scope, reason })),
      })),
    },
    metadata: { scopes: scopes.toArray() },
  };
}

const describeProject = ({ id, name, organisation, role, plan }: VerifiedProject) => ({
  id: toWireId('prj', id),
  name,
  organisation: { id: toWireId('org', organisation.id), name: organisation.name },
  role,
  plan,
});
