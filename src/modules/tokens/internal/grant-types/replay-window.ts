import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import { mintSecret, secretFrom, type MintedSecret } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { SecretKey } from '../../../../platform/config/secret-key.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import { FAMILY_IS_ALIVE, JOIN_PARTIES } from '../access.sql.js';
import type { MintedTokens } from './issued-tokens.js';
import { ReplayNonces } from './replay-nonces.js';
import type { ShownSecret } from './shown-secrets.js';

const FIND_NONCE = statement(
  'replay-window.find-nonce',
  `SELECT n.nonce FROM refresh_tokens r JOIN replay_nonces n ON n.id = r.replay_nonce
   WHERE r.id = :id AND r.consumed_at > now() - make_interval(secs => :seconds)`,
  { nonce: 'bytea' },
);

// Once the successor is consumed, the client has received it: a further use of the old token is a replay.
const FIND_SUCCESSOR = statement(
  'replay-window.find-successor',
  `SELECT a.scopes AS narrowing, a.dpop_jkt AS "dpopJkt", floor(extract(epoch FROM a.expires_at - now()))::int AS seconds,
     floor(extract(epoch FROM a.created_at))::float8 AS "issuedAt"
   FROM token_families f
   JOIN grants g ON g.id = f.grant_id ${JOIN_PARTIES}
   JOIN refresh_tokens r ON r.family_id = f.id AND r.token_hash = :refreshHash
     AND r.consumed_at IS NULL AND r.expires_at > now()
   JOIN access_tokens a ON a.family_id = f.id AND a.token_hash = :accessHash
     AND a.revoked_at IS NULL AND a.expires_at > now()
   WHERE f.id = :familyId AND ${FAMILY_IS_ALIVE}`,
  { narrowing: 'text[]?', dpopJkt: 'text?', seconds: 'integer', issuedAt: 'double precision' },
);

/** A refresh token that its client sent, with what decides on the window. */
export interface Predecessor {
  readonly shown: Pick<ShownSecret, 'id' | 'dpopJkt'> & {
    readonly text: string;
    readonly familyId: string;
  };
  readonly client: Pick<AuthenticatedClient, 'credential'>;
}

interface SuccessorTokens extends MintedTokens {
  readonly refresh: MintedSecret;
}

/** The unused successor of a refresh token, and the request for which it was issued. */
export type Successor = RowOf<typeof FIND_SUCCESSOR> & { readonly tokens: SuccessorTokens };

/**
 * A short time in which a consumed refresh token gets the same successor again, for a client whose response was lost or
 * that sent two requests at once. There is never a second branch: the same tokens are derived again from the server
 * key, the old token, and a nonce that is deleted after the window. Nothing is stored in clear.
 */
@Injectable()
export class ReplayWindow {
  private readonly key: KeyObject;

  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly nonces: ReplayNonces,
    secretKey: SecretKey,
  ) {
    this.key = createSecretKey(secretKey.derive('refresh-replay'));
  }

  /** The successor tokens. `nonce`, an id, is stored with the old token; null if they cannot be derived again. */
  async mint(
    predecessor: Predecessor,
  ): Promise<SuccessorTokens & { readonly nonce: Buffer | null }> {
    if (this.secondsFor(predecessor) === 0) {
      return { access: mintSecret('isoa'), refresh: mintSecret('isor'), nonce: null };
    }
    const { id, nonce } = await this.nonces.get();
    return { ...this.derive(predecessor.shown.text, nonce), nonce: id };
  }

  /** Null unless the token is the immediate predecessor of an unused successor, and was consumed within the window. */
  async findSuccessor(predecessor: Predecessor): Promise<Successor | null> {
    const { id, familyId, text } = predecessor.shown;
    const seconds = this.secondsFor(predecessor);
    if (seconds === 0) return null;
    const [old] = await this.database.query(FIND_NONCE, { id, seconds });
    if (!old) return null;
    const tokens = this.derive(text, old.nonce);
    const hashes = { refreshHash: tokens.refresh.hash, accessHash: tokens.access.hash };
    const [found] = await this.database.query(FIND_SUCCESSOR, { familyId, ...hashes });
    return found ? { ...found, tokens } : null;
  }

  /** 0 for no window. Without client authentication or a key, strict rotation is the only protection. */
  private secondsFor({ client, shown }: Predecessor): number {
    const { REFRESH_REPLAY_WINDOW_SECONDS, PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS } =
      this.environment;
    const proves = client.credential !== null || shown.dpopJkt !== null;
    return proves ? REFRESH_REPLAY_WINDOW_SECONDS : PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS;
  }

  /** The same tokens as in the first response. */
  private derive(predecessor: string, nonce: Buffer): SuccessorTokens {
    return {
      access: secretFrom('isoa', this.bits('isoa', predecessor, nonce)),
      refresh: secretFrom('isor', this.bits('isor', predecessor, nonce)),
    };
  }

  private bits(kind: string, predecessor: string, nonce: Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${kind} ${predecessor} `).update(nonce).digest();
  }
}

/** Whether the first request was for the same scopes with the same key. */
export const isAnswerTo = (
  successor: Successor,
  { narrowing, dpopJkt }: { readonly narrowing: ScopeSet | null; readonly dpopJkt: string | null },
): boolean => successor.dpopJkt === dpopJkt && isSame(successor.narrowing, narrowing);

function isSame(before: readonly string[] | null, now: ScopeSet | null): boolean {
  if (before === null || now === null) return before === now;
  return before.length === now.size && before.every((scope) => now.has(scope));
}
