import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hashSecret, hasSecretShape, mintSecret } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { CLIENT_IS_LIVE } from '../../client-state.js';
import { invalidToken } from '../../../../platform/http/shown-token.js';

const IS_MANAGED_WITH =
  `id = :clientId AND registration_token_hash = :shown AND ${CLIENT_IS_LIVE}` as const;

const CHECK = statement(
  'registration-token.check',
  `SELECT id FROM clients c WHERE ${IS_MANAGED_WITH}`,
  { id: 'uuid' },
);

// One statement replaces the token: of concurrent requests with the same token one succeeds.
const ROTATE = statement(
  'registration-token.rotate',
  `UPDATE clients c SET registration_token_hash = :next WHERE ${IS_MANAGED_WITH} RETURNING id`,
  { id: 'uuid' },
);

/**
 * Registration access tokens (RFC 7592). Every response must contain the token (§3), but only its hash is stored: so
 * each response contains a new one, and the old one is invalid.
 */
@Injectable()
export class RegistrationTokens {
  constructor(private readonly database: Database) {}

  /**
   * Consumes the client's token and returns the next one; the client's row is locked until the commit.
   * @param clientId its UUID, or null if the request named no valid client
   * @throws BearerError 401 alike for a wrong token, another client's and one of a deleted client (§2.1)
   */
  async rotate(tx: EntityManager, clientId: string | null, token: string): Promise<string> {
    const { text, hash } = mintSecret('isrg');
    const values = { ...valuesOf(clientId, token), next: hash };
    const rows = await this.database.queryIn(tx, ROTATE, values);
    if (rows.length === 0) throw invalidToken('no client is managed with this registration token');
    return text;
  }

  /** Verifies without rotation. @throws BearerError like `rotate` */
  async check(clientId: string | null, token: string): Promise<void> {
    const rows = await this.database.query(CHECK, valuesOf(clientId, token));
    if (rows.length === 0) throw invalidToken('no client is managed with this registration token');
  }
}

function valuesOf(clientId: string | null, token: string): { clientId: string; shown: Buffer } {
  if (clientId === null) throw invalidToken('not a client id');
  if (!hasSecretShape('isrg', token)) throw invalidToken('not a registration access token');
  return { clientId, shown: hashSecret(token) };
}
