import { hash } from 'node:crypto';
import type { RequestMark } from '../../../../modules/verification/fault-lab/fault-trial.js';
import { hasEffect } from '../../limit-class.decorator.js';
import type { GuardedRequest } from '../../principal.js';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** A call as the fault lab compares it with the next. */
export function markOf(request: GuardedRequest, handler: object): RequestMark {
  const { method, path, headersDistinct } = request;
  const [key] = headersDistinct['idempotency-key'] ?? [];
  return {
    requestHash: sha256(`${method} ${path}`),
    keyHash: key === undefined ? null : sha256(key),
    hasEffect: hasEffect(handler),
  };
}
