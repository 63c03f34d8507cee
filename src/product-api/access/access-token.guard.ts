import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { fromWireId } from '../../kernel/ids.js';
import { ResourceAccess } from '../../modules/tokens/resource-access.service.js';
import { Environment } from '../../platform/config/environment.js';
import { LastUse } from './last-use.service.js';
import { callerOf, type GuardedRequest } from './principal.js';
import { isProductApi } from './product-route.js';

/** No project has this id: a malformed project id costs the same statement as an unknown one. */
const NO_PROJECT = '00000000-0000-0000-0000-000000000000';

/**
 * Authenticates calls of the Product API, by one SQL statement (two with a DPoP proof) and without a cache. Global, so
 * that no spelling of a path avoids it (E9); first, so that a request without a token gets 401 whether the resource
 * exists or not.
 */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  constructor(
    private readonly access: ResourceAccess,
    private readonly environment: Environment,
    private readonly lastUse: LastUse,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const { apiResource: resource } = this.environment;
    const access = await this.access.require(request, { resource, projectId: projectOf(request) });
    this.lastUse.note(access.grant.id);
    request.caller = callerOf(access);
    return true;
  }
}

/** The project in the path; null at the root of the API. */
function projectOf({ params }: GuardedRequest): string | null {
  const { project } = params;
  return project === undefined ? null : (fromWireId('prj', String(project)) ?? NO_PROJECT);
}
