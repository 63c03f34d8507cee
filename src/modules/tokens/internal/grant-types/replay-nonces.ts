import { Injectable } from '@nestjs/common';
import { randomOctets } from '../../../../kernel/random.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';

/** How long refresh tokens that are consumed get the same nonce. `clear-replay-nonces` waits for longer. */
const SHARED_MS = 15_000;

const INSERT = statement(
  'replay-nonces.insert',
  `INSERT INTO replay_nonces (id, nonce) VALUES (:id, :nonce)`,
);

export interface ReplayNonce {
  /** Stored with a consumed token. */
  readonly id: Buffer;
  readonly nonce: Buffer;
}

/**
 * Nonces of the replay window. The tokens that this process consumes within a few seconds share one, in a row of its
 * own: deleting that row makes the successors of all of them underivable, without an update of any token.
 */
@Injectable()
export class ReplayNonces {
  private present: Promise<ReplayNonce> | null = null;

  constructor(private readonly database: Database) {}

  /** The one to derive with now: already stored, since its row must be there when a client retries. */
  get(): Promise<ReplayNonce> {
    this.present ??= this.store();
    return this.present;
  }

  private async store(): Promise<ReplayNonce> {
    const made = { id: Buffer.from(randomOctets(8)), nonce: Buffer.from(randomOctets(32)) };
    const forget = () => (this.present = null);
    setTimeout(forget, SHARED_MS).unref();
    try {
      await this.database.query(INSERT, made);
      return made;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
