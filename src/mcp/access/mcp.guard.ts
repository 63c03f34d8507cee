import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { BearerError } from '../../kernel/errors/bearer-error.js';
import { GrantActivity } from '../../modules/grants/grant-activity.service.js';
import { DEFAULT_SCOPES } from '../../modules/scopes-and-roles/protected-resource.js';
import { isMcpScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { ResourceAccess } from '../../modules/tokens/resource-access.service.js';
import type { VerifiedAccess } from '../../modules/tokens/verified-access.js';
import { Environment } from '../../platform/config/environment.js';
import { describeAppRequest } from '../../platform/http/app-request.js';
import type { McpRequest } from './mcp-request.js';
import { checkSite } from './site.js';

/**
 * Authenticates every message by its token alone: there are no sessions, and session ids or client information that a
 * client sends are ignored (MCP-04).
 */
@Injectable()
export class McpGuard implements CanActivate {
  constructor(
    private readonly access: ResourceAccess,
    private readonly environment: Environment,
    private readonly activity: GrantActivity,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<McpRequest>();
    checkSite(request, this.environment);
    const access = await this.access.require(request, this.environment.mcpResource);
    const { client, grant } = access;
    describeAppRequest(request, { clientId: client.id, grantId: grant.id, isProven: true });
    checkPurpose(access);
    this.activity.noteUse(access.grant.id);
    request.access = access;
    return true;
  }
}

/** A token for this resource may have identity scopes only. */
function checkPurpose({ scopes, scheme }: VerifiedAccess): void {
  if ([...scopes].some(isMcpScope)) return;
  const detail = 'The access granted does not cover this.';
  throw new BearerError('insufficient_scope', detail, {
    scope: DEFAULT_SCOPES.mcp,
    schemes: [scheme],
  });
}
