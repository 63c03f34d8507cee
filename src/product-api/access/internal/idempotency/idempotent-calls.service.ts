import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { AnswerSeal, type StoredAnswer } from './answer-seal.js';
import type { KeyedCall } from './keyed-call.js';

const TRY_LOCK = statement(
  'idempotency.try-lock',
  'SELECT pg_try_advisory_xact_lock(:lock::bigint) AS locked',
  { locked: 'boolean' },
);

const FIND_ANSWER = statement(
  'idempotency.find-answer',
  `SELECT request_hash AS "requestHash", answer FROM idempotency_keys
   WHERE project_id = :projectId AND key_hash = :keyHash`,
  { requestHash: 'bytea', answer: 'text' },
);

const STORE_ANSWER = statement(
  'idempotency.store-answer',
  `INSERT INTO idempotency_keys (project_id, key_hash, request_hash, answer)
   VALUES (:projectId, :keyHash, :requestHash, :answer)`,
);

/** `isRepeated`: it is that of an earlier request. */
export type GivenAnswer = Omit<StoredAnswer, 'scopes'> & { readonly isRepeated: boolean };

/** Requests that happen once for each `Idempotency-Key` of a credential in a project (E16). */
@Injectable()
export class IdempotentCalls {
  constructor(
    private readonly database: Database,
    private readonly seal: AnswerSeal,
  ) {}

  /**
   * Runs `work`, and stores its answer in the transaction of its effect; or gives the answer stored before. If `work`
   * throws, nothing is stored and nothing has happened.
   * @throws ProblemError 409 while another request with the key runs, 422 if the key was used for another request
   */
  once(call: KeyedCall, work: () => Promise<Omit<StoredAnswer, 'scopes'>>): Promise<GivenAnswer> {
    return this.database.transactionAround(async (tx) => {
      await this.lock(tx, call);
      const stored = await this.find(tx, call);
      if (stored) return { ...stored, isRepeated: true };
      const answer = await work();
      await this.store(tx, call, answer);
      return { ...answer, isRepeated: false };
    });
  }

  /** Held until the end of the transaction, however that comes. */
  private async lock(tx: EntityManager, { keyHash }: KeyedCall): Promise<void> {
    const lock = keyHash.readBigInt64BE().toString();
    const [row] = await this.database.queryIn(tx, TRY_LOCK, { lock });
    if (row?.locked) return;
    throw new ProblemError(
      'idempotency_in_progress',
      'The first request with this key still runs.',
      {
        retryAfterSeconds: 1,
      },
    );
  }

  /** A statement of its own, after the lock: it sees what the one who had the lock before has committed. */
  private async find(tx: EntityManager, call: KeyedCall): Promise<StoredAnswer | null> {
    const { caller, keyHash, requestHash } = call;
    const [row] = await this.database.queryIn(tx, FIND_ANSWER, {
      projectId: caller.projectId,
      keyHash,
    });
    if (!row) return null;
    if (!row.requestHash.equals(requestHash)) throw conflict('was used for another request');
    const answer = await this.seal.open(call, row.answer);
    if (!answer) throw conflict('was used, and its answer cannot be read any more');
    if (!answer.scopes.every((scope) => caller.scopes.has(scope))) {
      throw conflict('was used when the access had more scopes');
    }
    return answer;
  }

  private async store(
    tx: EntityManager,
    call: KeyedCall,
    answer: Omit<StoredAnswer, 'scopes'>,
  ): Promise<void> {
    const { caller, keyHash, requestHash } = call;
    const sealed = await this.seal.seal(call, { ...answer, scopes: [...caller.scopes] });
    const { projectId } = caller;
    await this.database.queryIn(tx, STORE_ANSWER, {
      ...{ projectId, keyHash, requestHash, answer: sealed },
    });
  }
}

const conflict = (detail: string): ProblemError =>
  new ProblemError('idempotency_conflict', `This Idempotency-Key ${detail}.`);
