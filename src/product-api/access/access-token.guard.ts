import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { fromWireId } from '../../kernel/ids.js';
import { AccessTokenVerifier } from '../../modules/tokens/access-token-verifier.service.js';
import type { VerifiedAccess } from '../../modules/tokens/verified-access.js';
import { Environment } from '../../platform/config/environment.js';
import { invalidToken, requireBearerToken } from '../../platform/http/bearer-token.js';
import { LastUse } from './last-use.service.js';
import { callerOf, type GuardedRequest } from './principal.js';
import { isProductApi } from './product-route.js';

/** No project has this id: a malformed project id costs the same statement as an unknown one. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';

/**
 * Finds out who calls the Product API, by one SQL statement and without a cache. Global, so that no way of
 * writing a path leads around it (E9); first, so that a stranger gets 401 for what exists and what does not.
 */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly environment: Environment,
    private readonly lastUse: LastUse,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    keepOutOfCaches(context.switchToHttp().getResponse<Response>());
    const access = await this.verify(requireBearerToken(request), projectOf(request));
    this.lastUse.note(access.grant.id);
    request.caller = callerOf(access);
    return true;
  }

  private async verify(token: string, projectId: string | null): Promise<VerifiedAccess> {
    const access = await this.verifier.verify(token, projectId);
    if (!access) throw invalidToken('not live');
    // A token for another resource of ours is no token here (RFC 8707 §3).
    if (access.audience !== this.environment.apiResource) throw invalidToken('wrong audience');
    return access;
  }
}

/** Answers depend on the token and hold personal data (RFC 9111 §5.2.2.7, §4.1). */
function keepOutOfCaches(response: Response): void {
  response.setHeader('Cache-Control', 'private, no-store');
  response.vary('Authorization');
}

/** The project that the path names; null at the root of the API, which belongs to none. */
function projectOf({ params }: GuardedRequest): string | null {
  const { project } = params;
  return project === undefined ? null : (fromWireId('prj', String(project)) ?? NOWHERE);
}
