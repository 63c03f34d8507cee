import { Injectable } from '@nestjs/common';
import type { ScopeSet } from '../../kernel/scope-set.js';
import { Environment } from '../../platform/config/environment.js';
import type { Client } from '../clients/client.js';
import { IdTokenSigner } from './id-token-signer.js';
import { SigningKeys } from './signing-keys.service.js';

/** Issues ID tokens for the token endpoint. */
@Injectable()
export class IdTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly environment: Environment,
  ) {}

  /**
   * The signer of the client's ID tokens, with the algorithm it registered; null if `openid` is not among the scopes
   * (OpenID Core §3.1.3.3). Call it before the tokens are issued: the key may have to be read.
   */
  async signerFor(
    client: Pick<Client, 'clientId' | 'idTokenSignedResponseAlg'>,
    scopes: ScopeSet,
  ): Promise<IdTokenSigner | null> {
    if (!scopes.has('openid')) return null;
    const key = await this.keys.current(client.idTokenSignedResponseAlg);
    return new IdTokenSigner(this.environment.ISSUER_URL, client.clientId, key);
  }
}
