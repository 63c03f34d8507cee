import { Injectable } from '@nestjs/common';
import { invalidGrant } from '../../../../kernel/errors/oauth-error.js';
import { invalidProof } from '../../../../platform/dpop/invalid-proof.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { UserAccess } from '../../verified-access.js';
import type { TokenRequest } from './grant-type.js';

/** A code or refresh token that somebody showed. */
export interface ShownSecret {
  readonly kind: 'authorization_code' | 'refresh_token';
  readonly id: string;
  /** Thumbprint of the key without which it is worth nothing (RFC 9449 §5, §10); null if it takes none. */
  readonly dpopJkt: string | null;
  /** What its grant amounts to now. */
  readonly access: UserAccess;
}

/**
 * Codes and refresh tokens are bound to their client, and some to a key. Who is another client, or lacks the key, did
 * not show that the secret is theirs, so nothing of it is spent or ended; but it was seen where it should not be.
 */
@Injectable()
export class Bindings {
  constructor(private readonly audit: AuditLog) {}

  /** @throws OAuthError `invalid_grant` */
  async requireClient(shown: ShownSecret, { client }: TokenRequest): Promise<void> {
    const { access } = shown;
    if (access.client.id === client.id) return;
    await this.audit.recordRepeatable({
      type: 'token.client_mismatch',
      actor: { kind: 'app', clientId: client.clientId },
      target: targetOf(shown),
      context: { grant_id: access.grant.id },
    });
    throw invalidGrant(`${shown.kind} of another client`);
  }

  /** @throws OAuthError `invalid_dpop_proof` */
  async requireKey(shown: ShownSecret, { dpopJkt }: TokenRequest): Promise<void> {
    if (shown.dpopJkt === null || shown.dpopJkt === dpopJkt) return;
    const reason = dpopJkt === null ? 'no_proof' : 'other_key';
    const [actor, target] = [actorOf(shown), targetOf(shown)];
    await this.audit.recordRepeatable({ type: 'token.key_mismatch', actor, target, reason });
    throw invalidProof('This needs a proof of the key that it is bound to.');
  }
}

/** The secret, as the audit log names it. */
export const targetOf = ({ kind, id }: ShownSecret) => ({ kind, id });

/** The app that it was issued to, for the person who let it in. */
export const actorOf = ({ access: { client, grant, user } }: ShownSecret) =>
  ({
    kind: 'app',
    clientId: client.clientId,
    grantId: grant.id,
    userId: user.id,
  }) as const satisfies AuditActor;
