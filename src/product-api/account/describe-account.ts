import { effectiveIn } from '../../modules/tokens/project-effect.js';
import type { VerifiedAccess } from '../../modules/tokens/verified-access.js';
import type { EntityEnvelope } from '../access/envelope.js';
import { toWire } from '../wire/wire-class.js';
import { Account, type AccountMetadata } from './account.dto.js';

/** Tells an app its effective scopes, by the same rules as the guard. Of the person it shows the id only. */
export function describeAccount(access: VerifiedAccess): EntityEnvelope<Account, AccountMetadata> {
  const { client, grant, accountScopes } = access;
  const projects = access.projects.map((project) => {
    const { scopes, withheld } = effectiveIn(access, project);
    return { ...project, scopes, scope: scopes.toString(), withheld };
  });
  const scopes = projects.reduce((all, project) => all.union(project.scopes), accountScopes);
  const app = { id: client.clientId, name: client.name };
  const [kind, user] = access.kind === 'user' ? ['oauth', access.user] : [access.kind, null];
  return {
    entity: toWire(Account, { kind, app, grant, user, projects }),
    metadata: { scopes: scopes.toArray() },
  };
}
