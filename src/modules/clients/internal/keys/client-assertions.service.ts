import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { knownHostOf } from '../../known-hosts.js';
import { wireClientId } from '../../wire-client-id.js';
import type { ClientEntity } from '../client.entity.js';
import { checkAssertionHeader, readAssertionHeader } from './assertion-header.js';
import { readAssertionClaims, type Audiences } from './assertion-claims.js';
import { KeySets } from './key-sets.service.js';
import { refusedAssertion } from './refused-assertion.js';
import { verifySignature } from './verify-signature.js';

// One statement says whether it is in time, by the database's clock, and whether it is new. Half a minute of leeway
// for clocks that differ. Libraries write an hour into it.
const TAKE = statement(
  'client-assertions.take',
  `WITH life AS (
     SELECT to_timestamp($3::float8) AS ends,
       to_timestamp($3::float8) > now() - interval '30 seconds' AS lasts,
       to_timestamp($3::float8) <= now() + interval '65 minutes 30 seconds' AS is_short,
       to_timestamp($4::float8) <= now() + interval '30 seconds' AS has_begun
   ), taken AS (
     INSERT INTO client_assertions (client_id, jti_hash, expires_at)
     SELECT $1, $2, ends FROM life WHERE lasts AND is_short AND has_begun
     ON CONFLICT DO NOTHING RETURNING client_id
   )
   SELECT lasts, is_short AS "isShort", has_begun AS "hasBegun", EXISTS (SELECT FROM taken) AS "isNew" FROM life`,
);

interface Taken {
  readonly lasts: boolean;
  readonly isShort: boolean;
  readonly hasBegun: boolean;
  readonly isNew: boolean;
}

/** Clients that prove themselves with a key: `private_key_jwt` (RFC 7523 §3, RFC 10070). */
@Injectable()
export class ClientAssertions {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly keySets: KeySets,
  ) {}

  /**
   * Takes the assertion: it proves the client once and never again.
   * @returns the thumbprint of the key that signed it (RFC 7638). @throws OAuthError `invalid_client`
   */
  async verify(client: ClientEntity, assertion: string): Promise<Buffer> {
    const header = readAssertionHeader(assertion);
    const { jwks, jwksUri } = client;
    const inUse = client.state === 'approved';
    const keys =
      jwks ?? (jwksUri === null ? null : await this.keySets.at(jwksUri, header.kid, inUse));
    if (!keys) throw invalidClient('the client has no keys');
    const signed = await verifySignature(assertion, keys, header.kid);
    checkAssertionHeader(header);
    const clientId = wireClientId(client);
    const claims = readAssertionClaims(signed.claims, clientId, this.audiencesFor(clientId));
    await this.take(client.id, claims);
    return signed.thumbprint;
  }

  private async take(
    id: string,
    { tokenId, expiresAt, notBefore }: ReturnType<typeof readAssertionClaims>,
  ): Promise<void> {
    const values = [id, hash('sha256', tokenId, 'buffer'), expiresAt, notBefore];
    const [taken] = await this.database.query<Taken>(TAKE, values);
    if (!taken) throw new Error('The assertion was not looked at.');
    const fault = faultOf(taken);
    if (fault !== null) throw refusedAssertion(fault);
  }

  /** The issuer alone (RFC 10070 §4); what an endpoint's URL would add is a token for somebody else's endpoint. */
  private audiencesFor(clientId: string): Audiences {
    const { ISSUER_URL: issuer } = this.environment;
    return knownHostOf(clientId)?.assertionAudience === 'token_endpoint'
      ? [issuer, `${issuer}/oauth/token`]
      : [issuer];
  }
}

function faultOf({ lasts, isShort, hasBegun, isNew }: Taken): string | null {
  if (!lasts) return 'The assertion has expired: its exp is past.';
  if (!isShort) return 'The exp of the assertion is more than 65 minutes ahead.';
  if (!hasBegun) return 'The nbf of the assertion is in the future.';
  return isNew ? null : 'The assertion was used before: each needs a jti of its own.';
}
