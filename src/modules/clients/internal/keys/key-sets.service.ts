import { Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import { OutboundError } from '../../../../platform/outbound/outbound-error.js';
import { OutboundFetch } from '../../../../platform/outbound/outbound-fetch.service.js';
import { UnfitKey } from '../../../../platform/keys/public-jwk.js';
import { knownHostOf } from '../../known-hosts.js';
import { readPublicKeys } from './public-keys.js';

const MAXIMUM_BYTES = 32_768;

const FIND = statement(
  'client-key-sets.find',
  `SELECT keys, fresh_until > now() AS fresh, fetched_at > now() - interval '1 day' AS usable,
          fetched_at > now() - interval '1 minute' AS "justFetched"
     FROM client_key_sets WHERE uri = :uri`,
  {
    keys: column<JSONWebKeySet>('jsonb'),
    // The cache headers of its host allow its use.
    fresh: 'boolean',
    // It may be used while the host is unavailable.
    usable: 'boolean',
    // Fetched recently: a key missing in it is missing at the host too.
    justFetched: 'boolean',
  },
);

const STORE = statement(
  'client-key-sets.store',
  `INSERT INTO client_key_sets (uri, keys, fresh_until) VALUES (:uri, :keys, now() + :lifetime * interval '1 second')
   ON CONFLICT (uri) DO UPDATE
      SET keys = excluded.keys, fetched_at = now(), fresh_until = excluded.fresh_until`,
);

type Copy = RowOf<typeof FIND>;

/** Cached key sets of clients with a `jwks_uri`, kept as long as the host's cache headers allow. */
@Injectable()
export class KeySets {
  constructor(
    private readonly database: Database,
    private readonly outbound: OutboundFetch,
  ) {}

  /**
   * Fetches once if `keyId` is not in the cached copy, since keys rotate; at most once a minute, since anybody can send
   * an unknown key id (CA-07). `inUse` if the client is approved. @throws OAuthError `invalid_client`
   */
  async at(uri: string, keyId: string | undefined, inUse: boolean): Promise<JSONWebKeySet> {
    const [copy = null] = await this.database.query(FIND, { uri });
    return copy && serves(copy, keyId) ? copy.keys : this.renew(uri, copy, inUse);
  }

  /** An unavailable host does not withdraw its keys (C15). */
  private async renew(uri: string, copy: Copy | null, inUse: boolean): Promise<JSONWebKeySet> {
    try {
      return await this.fetch(uri, inUse);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      if (error.failure === 'unavailable' && copy?.usable) return copy.keys;
      throw invalidClient(`the key set cannot be had: ${error.message}`);
    }
  }

  private async fetch(uri: string, inUse: boolean): Promise<JSONWebKeySet> {
    const { document, lifetime } = await this.outbound.getJson(uri, {
      maximumBytes: MAXIMUM_BYTES,
      perMinute: knownHostOf(uri)?.fetchesPerMinute ?? 5,
      inUse,
    });
    const keys = readFetched(document);
    await this.database.query(STORE, { uri, keys, lifetime });
    return keys;
  }
}

function readFetched(document: unknown): JSONWebKeySet {
  try {
    return readPublicKeys(document);
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw new OutboundError('unacceptable', `it ${error.message}`);
  }
}

const serves = ({ keys: { keys }, fresh, justFetched }: Copy, keyId: string | undefined): boolean =>
  fresh && (justFetched || keyId === undefined || keys.some(({ kid }) => kid === keyId));
