import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { notFound, type ProblemError } from '../../kernel/errors/problem-error.js';
import { DATA_SOURCE_TOKEN_SCOPES } from '../../modules/data-source-tokens/data-source-token.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { describeAppRequest } from '../../platform/http/app-request.js';
import { standingOf } from './caller-standing.js';
import type { GuardedRequest, Principal } from './principal.js';
import { problemOf } from './refusal.js';
import { isProductApi, requiredScopes } from './product-route.js';
import { takesDataSourceTokens } from './takes-data-source-tokens.decorator.js';

/** Authorises the call by the scopes that are effective now in the project of the path. */
@Injectable()
export class ScopeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const handler = context.getHandler();
    const required = requiredScopes(handler);
    if (!required) throw new Error(NOT_CLOSED);
    if (request.dataSourceId !== undefined && !takesDataSourceTokens(handler)) {
      throw beyondDataSource(required);
    }
    if (required.length > 0) {
      request.principal = admit(request, required);
      describeAppRequest(request, { scopes: required });
    }
    return true;
  }
}

const NOT_CLOSED = 'The Product API is not closed.';

const beyondDataSource = (required: readonly ProjectScope[]): ProblemError =>
  problemOf('insufficient_scope', BEYOND_DATA_SOURCE, required);

const BEYOND_DATA_SOURCE =
  'A data source token is for the contacts, events and imports of its data source only.';

/** @throws ProblemError 404 if the access does not include the project, 403 if a scope is not effective in it */
function admit(
  { access, dataSourceId }: GuardedRequest,
  required: readonly ProjectScope[],
): Principal {
  if (!access) throw new Error(NOT_CLOSED);
  const standing = standingOf(access);
  // Foreign, unknown, disconnected and left projects get the same response (E3).
  if (!standing) throw notFound();
  const { credential, project, scopes, isKeyBound } = standing;
  const refusal = standing.refusalOf(required);
  if (refusal) throw refusal;
  const principal = { credential, projectId: project.id, project, isKeyBound };
  return dataSourceId === undefined
    ? { ...principal, scopes, dataSourceId: null }
    : { ...principal, scopes: scopes.intersect(DATA_SOURCE_TOKEN_SCOPES), dataSourceId };
}
