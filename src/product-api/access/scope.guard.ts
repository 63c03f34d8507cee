import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { notFound } from '../../kernel/errors/problem-error.js';
import type { ProjectScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { effectiveIn, boundsIn } from '../../modules/tokens/project-effect.js';
import type { Caller, GuardedRequest, Principal } from './principal.js';
import { isProductApi, requiredScopes } from './product-route.js';
import { refusalOf } from './refusal.js';

/** Authorises the call by the scopes that are effective now in the project of the path. */
@Injectable()
export class ScopeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const required = requiredScopes(context.getHandler());
    if (!required || !request.caller) throw new Error('The Product API is not closed.');
    if (required.length > 0) request.principal = admit(request.caller, required);
    return true;
  }
}

/** @throws ProblemError 404 if the grant does not include the project, 403 if a scope is not effective in it */
function admit(caller: Caller, required: readonly ProjectScope[]): Principal {
  const { access } = caller;
  // The verifier was asked for the path's project only: if the grant does not include it, the list is empty. Foreign,
  // unknown, disconnected and left projects get the same response (E3).
  const [project] = access.projects;
  if (!project) throw notFound();
  const { scopes } = effectiveIn(access, project);
  const bounds = boundsIn(access.client, project);
  const refusal = refusalOf(required, scopes, bounds, access.scheme);
  if (refusal) throw refusal;
  return { ...caller, projectId: project.id, project, scopes };
}
