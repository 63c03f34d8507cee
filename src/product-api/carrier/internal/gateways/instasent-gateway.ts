import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { addressRanges } from '../../../../platform/config/address-ranges.js';
import { Environment } from '../../../../platform/config/environment.js';
import type {
  CarrierNews,
  CarrierRequest,
  OutboundSms,
  SmsGateway,
  SubmitResult,
} from '../../sms-gateway.js';
import { newsOf } from './carrier-events.js';
import { CarrierUnavailable } from './carrier-unavailable.js';

/** An answer with which the carrier took nothing. */
const TOOK_NOTHING = new Set([401, 402, 403, 404, 408, 429, 503]);

/** The same, and a repetition would get it again. */
const REFUSED = new Set([400, 413, 422]);

/** What `POST …/sms/bulk` answers with 201: accepted messages, and an error for each of the others. */
interface BulkAnswer {
  readonly entities: readonly { readonly id: string; readonly clientId: string }[];
  readonly errors: readonly unknown[];
}

/**
 * Instasent's Transactional API. It does not recognise a message that it has, so a submission without an answer is not
 * repeated. Its reports are not signed: they come to a path with a secret, and from known addresses if some are named.
 */
@Injectable()
export class InstasentGateway implements SmsGateway {
  readonly id = 'instasent';
  readonly isIdempotent = false;
  private readonly isAllowed: (address: string) => boolean;

  constructor(private readonly environment: Environment) {
    const { INSTASENT_SOURCES: sources } = environment;
    this.isAllowed = sources.length === 0 ? () => true : addressRanges(sources);
  }

  /** @throws CarrierUnavailable if nothing was taken */
  async submit(
    batch: readonly OutboundSms[],
    signal: AbortSignal,
  ): Promise<readonly SubmitResult[]> {
    const { INSTASENT_API_URL: origin, INSTASENT_TOKEN: token = '' } = this.environment;
    const response = await fetch(new URL('/transactional/v1/sms/bulk', origin), {
      method: 'POST',
      redirect: 'error',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(batch.map(wireOf)),
      signal,
    });
    if (TOOK_NOTHING.has(response.status)) {
      await response.body?.cancel();
      throw new CarrierUnavailable(`http_${String(response.status)}`);
    }
    if (REFUSED.has(response.status)) {
      await response.body?.cancel();
      const code = `http_${String(response.status)}`;
      return batch.map(() => ({ outcome: 'rejected', code }));
    }
    if (response.status !== 201)
      throw new Error(`The carrier answered ${String(response.status)}.`);
    const answer = answerOf(await response.json());
    const accepted = new Map(answer.entities.map(({ id, clientId }) => [clientId, id]));
    const isComplete = accepted.size + answer.errors.length === batch.length;
    return batch.map(({ reference }): SubmitResult => {
      const providerId = accepted.get(reference);
      if (providerId !== undefined) return { outcome: 'accepted', providerId };
      if (isComplete) return { outcome: 'rejected', code: 'refused_by_carrier' };
      return { outcome: 'unknown', code: 'not_in_answer' };
    });
  }

  read({ address, secret, body }: CarrierRequest): CarrierNews {
    const { INSTASENT_CALLBACK_SECRET: expected } = this.environment;
    if (expected === undefined || !isSame(secret, expected) || !this.isAllowed(address)) {
      throw new ProblemError('unauthorized', 'This is not from the carrier.');
    }
    return newsOf(body);
  }
}

const wireOf = ({ from, to, text, reference, isUnicode }: OutboundSms) => ({
  ...{ from, to, text, clientId: reference, allowUnicode: isUnicode },
});

function answerOf(body: unknown): BulkAnswer {
  const { entities, errors } = (body ?? {}) as Partial<BulkAnswer>;
  if (!Array.isArray(entities)) throw new Error('The carrier’s answer is not understood.');
  return {
    entities: entities as BulkAnswer['entities'],
    errors: Array.isArray(errors) ? errors : [],
  };
}

const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
