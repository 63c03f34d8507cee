import { Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BearerError } from '../../../kernel/errors/bearer-error.js';
import { invalidToken, requireBearerToken } from '../../../platform/http/bearer-token.js';
import { OAuthEndpoint } from '../../../platform/http/oauth-endpoint.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { UserProfiles } from '../../accounts/user-profiles.service.js';
import { userClaims } from '../../openid/user-claims.js';
import { AccessTokenVerifier } from '../access-token-verifier.service.js';

const PRIVATE = 'private, no-store';

/**
 * Tells an app about the person who let it in (OpenID Core §5.3). It is the authorization server's own endpoint:
 * an access token with `openid` opens it, whichever resource it is for (OIDC-09).
 */
@OAuthEndpoint('oauth/userinfo')
export class UserInfoController {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly profiles: UserProfiles,
  ) {}

  @Get()
  @Header('Cache-Control', PRIVATE)
  @RateLimit('user-info')
  read(@Req() request: Request): Promise<object> {
    return this.describe(request);
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', PRIVATE)
  @RateLimit('user-info')
  readByPost(@Req() request: Request): Promise<object> {
    return this.describe(request);
  }

  private async describe(request: Request): Promise<object> {
    const access = await this.verifier.verify(requireBearerToken(request), null);
    if (!access) throw invalidToken('not live');
    if (access.kind === 'service') {
      throw new BearerError('insufficient_scope', 'No person is behind this token.');
    }
    if (!access.accountScopes.has('openid')) {
      throw new BearerError('insufficient_scope', 'The token is without openid.', 'openid');
    }
    const profile = await this.profiles.find(access.user.id);
    if (!profile) throw invalidToken('the person is disabled');
    return userClaims(profile, access.accountScopes);
  }
}
