import { ScopeSet } from '../../kernel/scope-set.js';
import {
  effectiveOfToken,
  type ApiTokenAccess,
} from '../../modules/api-tokens/api-token-access.js';
import type { EffectiveScopes } from '../../modules/scopes-and-roles/effective-scopes.js';
import { effectiveIn } from '../../modules/tokens/project-effect.js';
import type { VerifiedAccess } from '../../modules/tokens/verified-access.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Caller } from '../access/principal.js';
import { toWire } from '../wire/wire-class.js';
import { Account, type AccountMetadata } from './account.dto.js';

type Description = EntityEnvelope<Account, AccountMetadata>;

/** Tells a caller its effective scopes, by the same rules as the guard. Of the person it shows the id only. */
export const describeAccount = (access: Caller): Description =>
  access.kind === 'api_token' ? describeToken(access) : describeApp(access);

function describeApp(access: VerifiedAccess): Description {
  const { client, grant, accountScopes } = access;
  const projects = access.projects.map((each) => withScopes(each, effectiveIn(access, each)));
  const app = { id: client.clientId, name: client.name };
  const [kind, user] = access.kind === 'user' ? ['oauth', access.user] : [access.kind, null];
  return answer({ kind, app, grant, user, projects, token: null }, accountScopes);
}

function describeToken({ scopes, ...access }: ApiTokenAccess): Description {
  const { kind, tokenId, title, testMode, expiresAt, personId } = access;
  const projects = access.projects.map((each) =>
    withScopes(each, effectiveOfToken(scopes, each.role)),
  );
  const token = { id: tokenId, title, testMode, expiresAt };
  const user = { id: personId };
  return answer({ kind, app: null, grant: null, user, projects, token }, ScopeSet.empty);
}

const withScopes = <Project>(project: Project, { scopes, withheld }: EffectiveScopes) => ({
  ...{ ...project, scopes, scope: scopes.toString(), withheld },
});

interface Described {
  readonly projects: readonly { readonly scopes: ScopeSet }[];
  readonly [member: string]: unknown;
}

function answer(described: Described, accountScopes: ScopeSet): Description {
  const scopes = described.projects.reduce((all, { scopes }) => all.union(scopes), accountScopes);
  return { entity: toWire(Account, described), metadata: { scopes: scopes.toArray() } };
}
