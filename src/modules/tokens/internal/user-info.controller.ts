import { Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BearerError } from '../../../kernel/errors/bearer-error.js';
import { invalidToken } from '../../../platform/http/shown-token.js';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { UserProfiles } from '../../accounts/user-profiles.service.js';
import { userClaims } from '../../openid/user-claims.js';
import { ResourceAccess } from '../resource-access.service.js';
import type { VerifiedAccess } from '../verified-access.js';

/**
 * UserInfo (OpenID Core §5.3): the account claims of the person who authorized the app. It is the authorization
 * server's own endpoint: an access token with `openid` is accepted whichever resource it is for (OIDC-09).
 */
@OAuthEndpoint('oauth/userinfo', 'oauth-resource')
export class UserInfoController {
  constructor(
    private readonly access: ResourceAccess,
    private readonly profiles: UserProfiles,
  ) {}

  @Get()
  @RateLimit('user-info')
  read(@Req() request: Request): Promise<object> {
    return this.describe(request);
  }

  @Post()
  @HttpCode(200)
  @RateLimit('user-info')
  readByPost(@Req() request: Request): Promise<object> {
    return this.describe(request);
  }

  private async describe(request: Request): Promise<object> {
    const access = await this.access.require(request, { resource: null, projectId: null });
    if (access.kind === 'service') throw tooLittle(access, NO_PERSON);
    if (!access.accountScopes.has('openid')) throw tooLittle(access, NO_OPENID, 'openid');
    const profile = await this.profiles.find(access.user.id);
    if (!profile) throw invalidToken('the person is disabled', [access.scheme]);
    return userClaims(profile, access.accountScopes);
  }
}

const NO_PERSON = 'No person is behind this token.';
const NO_OPENID = 'The token is without openid.';

const tooLittle = ({ scheme }: VerifiedAccess, detail: string, scope?: string): BearerError =>
  new BearerError('insufficient_scope', detail, { scope, schemes: [scheme] });
