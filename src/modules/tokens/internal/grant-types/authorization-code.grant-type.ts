import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidGrant, invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import { AuthorizationCodes } from '../../../grants/authorization-codes.service.js';
import type { IssuedCode } from '../../../grants/issued-code.js';
import type { Loss } from '../../../grants/race-verdict.js';
import type { Client } from '../../../clients/client.js';
import type { IdTokenSigner } from '../../../openid/id-token-signer.js';
import { IdTokens } from '../../../openid/id-tokens.service.js';
import type { UserAccess } from '../../verified-access.js';
import { ProveCode } from '../prove-code.js';
import { Replays } from '../replays.js';
import { checkResource } from '../resource-parameter.js';
import { TokenFamilies } from '../token-families.js';
import { requireEffect, toTokenResponse, type TokenResponse } from '../token-response.js';
import type { GrantType, TokenRequest } from './grant-type.js';

/** A code in the right hands, and what it would give. */
interface Redemption extends TokenRequest {
  readonly code: IssuedCode;
  /** Null if the grant has ended. */
  readonly access: UserAccess | null;
  /** Null unless `openid` was granted. */
  readonly signer: IdTokenSigner | null;
}

/** `grant_type=authorization_code` (OAuth 2.1 §4.1.3). */
@Injectable()
export class AuthorizationCodeGrantType implements GrantType {
  readonly name = 'authorization_code';

  constructor(
    private readonly database: Database,
    private readonly proof: ProveCode,
    private readonly codes: AuthorizationCodes,
    private readonly families: TokenFamilies,
    private readonly idTokens: IdTokens,
    private readonly replays: Replays,
    private readonly audit: AuditLog,
  ) {}

  async redeem(request: TokenRequest): Promise<TokenResponse> {
    const { form, client } = request;
    if (form.get('refresh_token') !== undefined) {
      throw invalidRequest('A refresh_token does not belong to this grant type.');
    }
    const code = await this.proof.prove(request);
    const access = await this.families.findAccess(code);
    const signer = access && (await this.idTokens.signerFor(client, access.accountScopes));
    const redemption = { ...request, code, access, signer };
    const taken = await this.database.transaction((tx) => this.take(tx, redemption));
    return typeof taken === 'string' ? this.refuse(taken, redemption) : taken;
  }

  /** Takes the code and issues tokens, or neither: what cannot be issued does not spend the code. */
  private async take(tx: EntityManager, redemption: Redemption): Promise<TokenResponse | Loss> {
    const { form, client, dpopJkt, code, access, signer } = redemption;
    const consumption = await this.codes.consume(tx, code.id);
    if (consumption !== 'won') return consumption;
    if (!access) throw invalidGrant('the grant has ended');
    // Another name, address or key than the person said yes to: they have to be asked again (attack C14).
    if (code.identityVersion !== client.identityVersion) throw invalidGrant('the app has changed');
    checkResource(form, access.audience);
    const effect = requireEffect(access);
    // What the person was told holds, whatever the app has registered since.
    const refreshable = code.refreshable && client.grantTypes.includes('refresh_token');
    const origin = { ...code, codeId: code.id, credential: null, narrowing: null };
    const tokens = await this.families.begin(tx, { ...origin, refreshable, dpopJkt });
    if (!tokens) throw invalidGrant('the grant ended meanwhile');
    await this.audit.record(tx, {
      type: 'code.redeemed',
      actor: { ...actorOf(client, code), userId: access.user.id },
      target: { kind: 'grant', id: code.grantId },
      context: { code_id: code.id, scopes: effect.scopes.toArray() },
    });
    const signIn = { userId: access.user.id, authTime: code.authTime, nonce: code.nonce };
    const idToken = (await signer?.sign(signIn, tokens)) ?? null;
    return toTokenResponse(tokens, effect, idToken);
  }

  /** After the transaction, whose end must not undo what a replay causes. */
  private async refuse(loss: Loss, { code, client }: Redemption): Promise<never> {
    const actor = actorOf(client, code);
    if (loss === 'replayed' || loss === 'contested') {
      await this.replays.ofCode(code, loss, actor);
    }
    if (loss === 'raced') {
      const target = { kind: 'authorization_code', id: code.id };
      await this.audit.recordRepeatable({ type: 'code.raced', actor, target });
    }
    throw invalidGrant(`code ${loss}`);
  }
}

const actorOf = ({ clientId }: Client, { grantId }: IssuedCode) =>
  ({ kind: 'app', clientId, grantId }) as const satisfies AuditActor;
