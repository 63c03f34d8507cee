import { Injectable } from '@nestjs/common';
import { invalidProof } from '../../../platform/dpop/invalid-proof.js';
import type { AuditEvent } from '../../audit/audit-event.js';
import { AuditLog } from '../../audit/audit-log.service.js';

/** Codes and refresh tokens that are worth nothing without a key (RFC 9449 §5, §10). */
@Injectable()
export class BoundKeys {
  constructor(private readonly audit: AuditLog) {}

  /**
   * Only who has the key may go on. Who has not did not show that the thing is theirs, so nothing of it is spent or
   * ended; but it was seen where it should not be.
   * @param bound thumbprint of its key, if it has one
   * @param proven thumbprint of the key that the request proves, if it proves one
   * @throws OAuthError `invalid_dpop_proof`
   */
  async require(
    bound: string | null,
    proven: string | null,
    shown: Pick<AuditEvent, 'actor' | 'target'>,
  ): Promise<void> {
    if (bound === null || bound === proven) return;
    const reason = proven === null ? 'no_proof' : 'other_key';
    await this.audit.recordRepeatable({ type: 'token.key_mismatch', ...shown, reason });
    throw invalidProof('This needs a proof of the key that it is bound to.');
  }
}
