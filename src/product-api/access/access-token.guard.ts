import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { fromWireId } from '../../kernel/ids.js';
import { GrantActivity } from '../../modules/grants/grant-activity.service.js';
import { ResourceAccess } from '../../modules/tokens/resource-access.service.js';
import type { VerifiedToken } from '../../modules/tokens/verified-access.js';
import { Environment } from '../../platform/config/environment.js';
import type { GuardedRequest } from './principal.js';
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
    private readonly activity: GrantActivity,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const { grant } = await this.authenticate(request);
    this.activity.noteUse(grant.id);
    return true;
  }

  private async authenticate(request: GuardedRequest): Promise<VerifiedToken> {
    const { apiResource } = this.environment;
    const { project } = request.params;
    if (project === undefined) {
      return (request.caller = await this.access.require(request, apiResource));
    }
    const id = fromWireId('prj', String(project)) ?? NO_PROJECT;
    return (request.access = await this.access.requireInProject(request, apiResource, id));
  }
}
