import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { isOfSuspension } from '../../client-credential.js';
import { knownHostOf } from '../../known-hosts.js';
import type { ShownClient } from '../../shown-client.js';
import { wireClientId } from '../../wire-client-id.js';
import {
  readAssertionClaims,
  refusedAssertion,
  type AssertionClaims,
  type Audiences,
} from './assertion-claims.js';
import { KeySets } from './key-sets.service.js';
import { verifySignature } from './verify-signature.js';

// One statement checks the time, by the database's clock, that the key was not replaced after a suspension, and the first use. Half a minute of leeway for clock skew.
// Libraries set lifetimes up to an hour.
const CONSUME = statement(
  'client-assertions.consume',
  `WITH life AS (
     SELECT to_timestamp(:expiresAt::float8) AS ends,
       to_timestamp(:expiresAt::float8) > now() - interval '30 seconds' AS lasts,
       to_timestamp(:expiresAt::float8) <= now() + interval '65 minutes 30 seconds' AS is_short,
       to_timestamp(:notBefore::float8) <= now() + interval '30 seconds' AS has_begun,
       ${isOfSuspension(':clientId::uuid', ':thumbprint::bytea')} AS is_old
   ), consumed AS (
     INSERT INTO client_assertions (client_id, jti_hash, expires_at)
     SELECT :clientId::uuid, :jtiHash, ends FROM life WHERE lasts AND is_short AND has_begun AND NOT is_old
     ON CONFLICT DO NOTHING RETURNING client_id
   )
   SELECT lasts, is_short AS "isShort", has_begun AS "hasBegun", is_old AS "isOld", EXISTS (SELECT FROM consumed) AS "isNew" FROM life`,
  { lasts: 'boolean', isShort: 'boolean', hasBegun: 'boolean', isOld: 'boolean', isNew: 'boolean' },
);

/** Client authentication with a key: `private_key_jwt` (RFC 7523 §3, RFC 10070). */
@Injectable()
export class ClientAssertions {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly keySets: KeySets,
  ) {}

  /**
   * Consumes the assertion: it is single-use.
   * @returns the thumbprint of the key that signed it (RFC 7638). @throws OAuthError `invalid_client`
   */
  async verify(client: ShownClient, assertion: string): Promise<Buffer> {
    const signed = await verifySignature(assertion, (kid) => this.keysOf(client, kid));
    const clientId = wireClientId(client);
    const claims = readAssertionClaims(signed.claims, clientId, this.audiencesFor(clientId));
    await this.consume(client.id, claims, signed.thumbprint);
    return signed.thumbprint;
  }

  private async keysOf(
    { jwks, jwksUri, state }: ShownClient,
    kid: string | undefined,
  ): Promise<JSONWebKeySet> {
    if (jwks) return jwks;
    if (jwksUri === null) throw invalidClient('the client has no keys');
    return this.keySets.at(jwksUri, kid, state === 'approved');
  }

  private async consume(
    clientId: string,
    { tokenId, expiresAt, notBefore }: AssertionClaims,
    thumbprint: Buffer,
  ): Promise<void> {
    const jtiHash = hash('sha256', tokenId, 'buffer');
    const values = { clientId, jtiHash, expiresAt, notBefore, thumbprint };
    const [consumed] = await this.database.query(CONSUME, values);
    if (!consumed) throw new Error('The assertion was not looked at.');
    const fault = faultOf(consumed);
    if (fault !== null) throw refusedAssertion(fault);
  }

  /** The issuer alone (RFC 10070 §4): an endpoint's URL as audience allows attacks with another server's endpoint. */
  private audiencesFor(clientId: string): Audiences {
    const { ISSUER_URL: issuer } = this.environment;
    return knownHostOf(clientId)?.assertionAudience === 'token_endpoint'
      ? [issuer, `${issuer}/oauth/token`]
      : [issuer];
  }
}

function faultOf({ lasts, isShort, hasBegun, isOld, isNew }: RowOf<typeof CONSUME>): string | null {
  if (!lasts) return 'The assertion has expired: its exp is past.';
  if (!isShort) return 'The exp of the assertion is more than 65 minutes ahead.';
  if (!hasBegun) return 'The nbf of the assertion is in the future.';
  if (isOld) return 'The app had this key when it was suspended. It needs another one.';
  return isNew ? null : 'The assertion was used before: each needs a jti of its own.';
}
