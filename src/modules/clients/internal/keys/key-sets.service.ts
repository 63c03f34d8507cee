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
    // Its host lets us use it without asking again.
    fresh: 'boolean',
    // It may stand in while the host cannot be reached.
    usable: 'boolean',
    // A key it lacks would not be there now either.
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

/** The keys that apps publish at an address of theirs, kept as long as their host allows. */
@Injectable()
export class KeySets {
  constructor(
    private readonly database: Database,
    private readonly outbound: OutboundFetch,
  ) {}

  /**
   * Fetches anew once if `keyId` is not among the copy's, for keys rotate; at most once a minute, for anybody can
   * name a key that does not exist (CA-07). `inUse` if somebody let the app in. @throws OAuthError `invalid_client`
   */
  async at(uri: string, keyId: string | undefined, inUse: boolean): Promise<JSONWebKeySet> {
    const [copy = null] = await this.database.query(FIND, { uri });
    return copy && serves(copy, keyId) ? copy.keys : this.renew(uri, copy, inUse);
  }

  /** An outage of the host is not a withdrawal of its keys (C15). */
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
