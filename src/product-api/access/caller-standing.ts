import type { AppError } from '../../kernel/errors/app-error.js';
import { boundsOfToken, effectiveOfToken } from '../../modules/api-tokens/api-token-access.js';
import type { ApiTokenInProject } from '../../modules/api-tokens/api-token-access.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { boundsIn, effectiveScopesIn } from '../../modules/tokens/project-effect.js';
import type { ProjectAccess } from '../../modules/tokens/verified-access.js';
import type { Principal } from './principal.js';
import { refusalOf, tokenRefusalOf } from './refusal.js';

/** What a caller may do in the project of the path. */
interface Standing extends Omit<Principal, 'projectId' | 'dataSourceId'> {
  /** Why a request that needs all of `required` is refused, or null. */
  readonly refusalOf: (required: readonly ProjectScope[]) => AppError | null;
}

/** Null if the access does not include the project. */
export const standingOf = (access: ProjectAccess | ApiTokenInProject): Standing | null =>
  access.kind === 'grant' ? standingOfApp(access) : standingOfToken(access);

function standingOfApp(access: ProjectAccess): Standing | null {
  const { client, grant, personId, project, scheme } = access;
  if (!project) return null;
  const scopes = effectiveScopesIn(access, project);
  const testMode = project.kind === 'sandbox';
  return {
    credential: { kind: 'grant', id: grant.id, testMode, clientId: client.id, personId },
    project,
    scopes,
    isKeyBound: scheme === 'DPoP',
    refusalOf: (required) => refusalOf(required, scopes, boundsIn(client, project), scheme),
  };
}

function standingOfToken(access: ApiTokenInProject): Standing | null {
  const { project, tokenId, personId } = access;
  if (!project) return null;
  const testMode = access.testMode || project.kind === 'sandbox';
  const { scopes } = effectiveOfToken(access.scopes, project.role);
  return {
    credential: { kind: 'api_token', id: tokenId, testMode, personId },
    project,
    scopes,
    isKeyBound: false,
    refusalOf: (required) => tokenRefusalOf(required, scopes, boundsOfToken(project.role)),
  };
}
