import { Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BearerError, type TokenScheme } from '../../../kernel/errors/bearer-error.js';
import { OAuthEndpoint } from '../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { userClaims } from '../../openid/user-claims.js';
import { ResourceAccess } from '../resource-access.service.js';

/**
 * UserInfo (OpenID Core §5.3): the account claims of the person who authorized the app. It is the authorization
 * server's own endpoint: an access token with `openid` is accepted whichever resource it is for (OIDC-09).
 */
@OAuthEndpoint('oauth/userinfo', 'oauth-resource')
export class UserInfoController {
  constructor(private readonly access: ResourceAccess) {}

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
    const { person, accountScopes, scheme } = await this.access.requirePerson(request);
    if (person === null) throw tooLittle(scheme, NO_PERSON);
    if (!accountScopes.has('openid')) throw tooLittle(scheme, NO_OPENID, 'openid');
    return userClaims(person, accountScopes);
  }
}

const NO_PERSON = 'No person is behind this token.';
const NO_OPENID = 'The token is without openid.';

const tooLittle = (scheme: TokenScheme, detail: string, scope?: string): BearerError =>
  new BearerError('insufficient_scope', detail, { scope, schemes: [scheme] });
