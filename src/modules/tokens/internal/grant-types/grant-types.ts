import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { AuthorizationCodeGrantType } from './authorization-code.grant-type.js';
import { ClientCredentialsGrantType } from './client-credentials.grant-type.js';
import type { GrantType } from './grant-type.js';
import { RefreshTokenGrantType } from './refresh-token.grant-type.js';

/** All grant types there are. A new one is a file beside this one and a parameter here. */
@Injectable()
export class GrantTypes {
  private readonly byName: ReadonlyMap<string, GrantType>;

  constructor(
    code: AuthorizationCodeGrantType,
    refresh: RefreshTokenGrantType,
    service: ClientCredentialsGrantType,
  ) {
    this.byName = new Map<string, GrantType>(
      [code, refresh, service].map((type) => [type.name, type]),
    );
  }

  /** @throws OAuthError `unsupported_grant_type`: `password` and all the others that are not offered */
  require(name: string): GrantType {
    const type = this.byName.get(name);
    if (!type) {
      throw new OAuthError('unsupported_grant_type', 'This grant type is not offered here.');
    }
    return type;
  }
}
