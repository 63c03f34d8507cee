import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { fromWireId } from '../../kernel/ids.js';
import { GrantActivity } from '../../modules/grants/grant-activity.service.js';
import { ApiTokenGate } from '../../modules/tokens/api-token-gate.service.js';
import { DataSourceTokenGate } from '../../modules/tokens/data-source-token-gate.service.js';
import { ResourceAccess } from '../../modules/tokens/resource-access.service.js';
import { Environment } from '../../platform/config/environment.js';
import { describeAppRequest } from '../../platform/http/app-request.js';
import type { ShownToken } from '../../platform/http/shown-token.js';
import { CallLimits } from './internal/call-limits/call-limits.service.js';
import { apiVersionOf, unknownVersion } from './api-version.js';
import { tellDeprecation } from './deprecated.decorator.js';
import type { GuardedRequest } from './principal.js';
import { isProductApi } from './product-route.js';

/** No project has this id: a malformed project id costs the same statement as an unknown one. */
const NO_PROJECT = '00000000-0000-0000-0000-000000000000';

/**
 * Authenticates calls of the Product API, by one SQL statement (two with a DPoP proof, or for a data source token) and without a cache. Global, so
 * that no spelling of a path avoids it (E9); first, so that a request without a token gets 401 whether the resource
 * exists or not.
 */
@Injectable()
export class AccessTokenGuard implements CanActivate {
  constructor(
    private readonly access: ResourceAccess,
    private readonly apiTokens: ApiTokenGate,
    private readonly dataSourceTokens: DataSourceTokenGate,
    private readonly environment: Environment,
    private readonly activity: GrantActivity,
    private readonly limits: CallLimits,
  ) {}

  /** A promise only for the Product API: Nest waits for each, at every request of every other controller too. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (!isProductApi(context.getClass())) return true;
    return this.admit(context);
  }

  /** Every call with a valid token is counted, also one that is refused next. */
  private async admit(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const call = [http.getRequest<GuardedRequest>(), http.getResponse<Response>()] as const;
    const handler = context.getHandler();
    const version = apiVersionOf(call[0]);
    if (version !== undefined) call[1].setHeader('Api-Version', version);
    tellDeprecation(call[1], handler);
    this.limits.refuseIfSpent(...call, handler);
    await this.authenticate(call[0]);
    await this.limits.count(...call, handler);
    if (version === undefined) throw unknownVersion();
    return true;
  }

  private async authenticate(request: GuardedRequest): Promise<void> {
    const shown = this.access.show(request);
    // The prefix decides which of the three verifies it.
    if (this.apiTokens.concerns(shown)) await this.verifyApiToken(request, shown);
    else if (this.dataSourceTokens.concerns(shown)) {
      await this.verifyDataSourceToken(request, shown);
    } else await this.verifyAccessToken(request, shown);
  }

  private async verifyAccessToken(request: GuardedRequest, shown: ShownToken): Promise<void> {
    const { apiResource: resource } = this.environment;
    const { project } = request.params;
    const { grant, client } =
      project === undefined
        ? (request.caller = await this.access.require(request, resource, shown))
        : (request.access = await this.access.requireInProject(
            request,
            resource,
            uuidOf(project),
            shown,
          ));
    describeAppRequest(request, {
      ...{ clientId: client.id, grantId: grant.id, isProven: true },
      projectId: request.access?.project?.id ?? null,
    });
    this.activity.noteUse(grant.id);
  }

  private async verifyApiToken(request: GuardedRequest, shown: ShownToken): Promise<void> {
    const { project } = request.params;
    if (project === undefined) request.caller = await this.apiTokens.require(request, shown);
    else {
      request.access = await this.apiTokens.requireInProject(request, uuidOf(project), shown);
    }
  }

  /** At the root, no handler takes it. */
  private async verifyDataSourceToken(request: GuardedRequest, shown: ShownToken): Promise<void> {
    const { project } = request.params;
    const id = project === undefined ? NO_PROJECT : uuidOf(project);
    const found = await this.dataSourceTokens.requireInProject(request, id, shown);
    request.access = found.made;
    request.dataSourceId = found.dataSourceId;
  }
}

const uuidOf = (project: unknown): string => fromWireId('prj', String(project)) ?? NO_PROJECT;
