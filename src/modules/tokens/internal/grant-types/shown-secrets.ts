import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidGrant } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { invalidProof } from '../../../../platform/dpop/invalid-proof.js';
import { SingleUse, type Use } from '../../../../platform/single-use/single-use.js';
import type { AuditActor, AuditEventType } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { UserAccess } from '../../verified-access.js';
import type { TokenRequest } from './grant-type.js';

/** A code or refresh token in a request. */
export interface ShownSecret {
  readonly kind: 'authorization_code' | 'refresh_token';
  readonly id: string;
  /** Thumbprint of the key it is bound to (RFC 9449 §5, §10); null for none. */
  readonly dpopJkt: string | null;
  /** UUID of the client that it was issued to. */
  readonly ownerId: string;
  /** The present access of its grant, once `requireClient` has found that the client of the request owns it. */
  readonly access: UserAccess;
}

/** The table of each, and its audit events for a second use. */
export const SINGLE_USE = {
  authorization_code: {
    rows: new SingleUse('authorization_codes'),
    raced: 'code.raced',
    replayed: 'code.replayed',
  },
  refresh_token: {
    rows: new SingleUse('refresh_tokens'),
    raced: 'refresh.raced',
    replayed: 'refresh.replayed',
  },
} as const satisfies Record<ShownSecret['kind'], SingleUseOfKind>;

interface SingleUseOfKind {
  readonly rows: SingleUse;
  readonly raced: AuditEventType;
  readonly replayed: AuditEventType;
}

/** Checks shared by codes and refresh tokens: they are bound to their client, some to a key, and are single-use. */
@Injectable()
export class ShownSecrets {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Another client has not proved that the secret is its own, so nothing is consumed or ended; it is recorded, since
   * the secret may have leaked. @throws OAuthError `invalid_grant`
   */
  async requireClient(shown: ShownSecret, { client }: TokenRequest): Promise<void> {
    const { access, ownerId } = shown;
    if (ownerId === client.id) return;
    await this.audit.recordRepeatable({
      type: 'token.client_mismatch',
      actor: { kind: 'app', clientId: client.clientId },
      target: targetOf(shown),
      context: { grant_id: access.grant.id },
    });
    throw invalidGrant(`${shown.kind} of another client`);
  }

  /** The same for a missing or wrong key. @throws OAuthError `invalid_dpop_proof` */
  async requireKey(shown: ShownSecret, { dpopJkt }: TokenRequest): Promise<void> {
    if (shown.dpopJkt === null || shown.dpopJkt === dpopJkt) return;
    const reason = dpopJkt === null ? 'no_proof' : 'other_key';
    await this.audit.recordRepeatable({ ...factsOf(shown), type: 'token.key_mismatch', reason });
    throw invalidProof('This needs a proof of the key that it is bound to.');
  }

  /** `SingleUse.consume`: for a secret that this request found unconsumed. */
  consume<Won>({ kind, id }: ShownSecret, take: () => Promise<Won | null>): Promise<Use<Won>> {
    return SINGLE_USE[kind].rows.consume(this.database, id, take);
  }

  /**
   * For one that was found consumed. In a race nothing follows. In a replay either its owner or a thief comes second,
   * and the server cannot tell which: so the tokens issued for it are revoked (OAuth 2.1 §4.1.3, §4.3.1).
   * @param end ends and records that; false if it had ended before
   */
  async refuseConsumed(
    shown: ShownSecret,
    end: (tx: EntityManager) => Promise<boolean>,
  ): Promise<never> {
    const loss = await SINGLE_USE[shown.kind].rows.judge(this.database, shown.id);
    if (loss === 'raced') return this.refuseRaced(shown);
    if (loss === 'replayed') await this.endReplayed(shown, end);
    throw invalidGrant(`${shown.kind} ${loss}`);
  }

  /** The same without a look at its state: a replay that the client simulates. */
  async refuseReplayed(
    shown: ShownSecret,
    end: (tx: EntityManager) => Promise<boolean>,
  ): Promise<never> {
    await this.endReplayed(shown, end);
    throw invalidGrant(`${shown.kind} replayed, simulated`);
  }

  /** Ends its grant for another reason. */
  async refuseEnded(end: (tx: EntityManager) => Promise<boolean>): Promise<never> {
    await this.database.transaction(end);
    throw invalidGrant('the grant has ended, simulated');
  }

  async refuseRaced(shown: ShownSecret): Promise<never> {
    await this.audit.recordRepeatable({ ...factsOf(shown), type: SINGLE_USE[shown.kind].raced });
    throw invalidGrant(`${shown.kind} raced`);
  }

  private async endReplayed(
    shown: ShownSecret,
    end: (tx: EntityManager) => Promise<boolean>,
  ): Promise<void> {
    const replayed = { ...factsOf(shown), type: SINGLE_USE[shown.kind].replayed };
    const ended = await this.database.transaction(async (tx) => {
      if (!(await end(tx))) return false;
      await this.audit.record(tx, { ...replayed, outcome: 'refused' });
      return true;
    });
    // It changed nothing and the client can repeat it, hence `recordRepeatable`.
    if (!ended) await this.audit.recordRepeatable(replayed);
  }
}

/** The access of a secret that is of this client. */
export const ownAccessOf = (
  shown: ShownSecret | null,
  client: { readonly id: string } | null,
): UserAccess | null => (shown && shown.ownerId === client?.id ? shown.access : null);

/** The secret, as the audit log names it. */
const targetOf = ({ kind, id }: ShownSecret) => ({ kind, id });

/** The client it was issued to, for the person who authorized that. */
export const actorOf = ({ access: { client, grant, user } }: ShownSecret) =>
  ({
    kind: 'app',
    clientId: client.clientId,
    grantId: grant.id,
    userId: user.id,
  }) as const satisfies AuditActor;

/** Both. */
export const factsOf = (shown: ShownSecret) => ({ actor: actorOf(shown), target: targetOf(shown) });
