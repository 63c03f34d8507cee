import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { standingOf } from './caller-standing.js';
import type { GuardedRequest, Principal } from './principal.js';
import { isProductApi, requiredScopes } from './product-route.js';

/** Authorises the call by the scopes that are effective now in the project of the path. */
@Injectable()
export class ScopeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const required = requiredScopes(context.getHandler());
    if (!required) throw new Error(NOT_CLOSED);
    if (required.length > 0) request.principal = admit(request.access, required);
    return true;
  }
}

const NOT_CLOSED = 'The Product API is not closed.';

/** @throws ProblemError 404 if the access does not include the project, 403 if a scope is not effective in it */
function admit(access: GuardedRequest['access'], required: readonly ProjectScope[]): Principal {
  if (!access) throw new Error(NOT_CLOSED);
  const standing = standingOf(access);
  // Foreign, unknown, disconnected and left projects get the same response (E3).
  if (!standing) throw notFound();
  const { credential, project, scopes } = standing;
  const refusal = standing.refusalOf(required);
  if (refusal) throw refusal;
  return { credential, projectId: project.id, project, scopes };
}
