import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidGrant, invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { ClientKey } from '../../../clients/shown-client.js';
import { IdTokens } from '../../../openid/id-tokens.service.js';
import { requireEffect } from '../../project-effect.js';
import { AuthorizationCodes, type Redemption, type ShownCode } from './authorization-codes.js';
import {
  checkResource,
  toTokenResponse,
  type GrantType,
  type Redeemable,
  type TokenRequest,
  type TokenResponse,
} from './grant-type.js';
import type { IssuedTokens } from './issued-tokens.js';
import { ProveCode } from './prove-code.js';
import { actorOf, ownAccessOf, ShownSecrets } from './shown-secrets.js';

/** `grant_type=authorization_code` (OAuth 2.1 §4.1.3). */
@Injectable()
export class AuthorizationCodeGrantType implements GrantType {
  readonly name = 'authorization_code';

  constructor(
    private readonly proof: ProveCode,
    private readonly secrets: ShownSecrets,
    private readonly codes: AuthorizationCodes,
    private readonly idTokens: IdTokens,
    private readonly audit: AuditLog,
  ) {}

  async find(form: StrictForm, key: ClientKey): Promise<Redeemable> {
    const { client, code } = await this.codes.find(form.get('code'), key);
    return {
      client,
      ownAccess: ownAccessOf(code, client),
      redeem: (request) => this.redeem(request, code),
    };
  }

  private async redeem(request: TokenRequest, found: ShownCode | null): Promise<TokenResponse> {
    if (request.form.get('refresh_token') !== undefined) {
      throw invalidRequest('A refresh_token does not belong to this grant type.');
    }
    const code = await this.proof.prove(request, found);
    if (code.consumed) {
      return this.secrets.refuseConsumed(code, (tx) => this.endFamily(tx, code));
    }
    return this.issue(code, request);
  }

  /** A request for which no token can be issued does not consume the code. */
  private async issue(code: ShownCode, request: TokenRequest): Promise<TokenResponse> {
    const { form, client, dpopJkt } = request;
    if (!code.alive) throw invalidGrant('the code or its grant has ended');
    // The app's identity has changed since the person consented: consent is required again (attack C14).
    if (code.identityVersion !== client.identityVersion) throw invalidGrant('the app has changed');
    const { access, authTime, nonce } = code;
    checkResource(form, access.audience);
    const effect = requireEffect(access);
    const signer = await this.idTokens.signerFor(client, access.accountScopes);
    // Access persists as shown at consent, whatever the app has registered since.
    const refreshable = code.refreshable && client.grantTypes.includes('refresh_token');
    const tokens = await this.consume(code, { client, refreshable, dpopJkt }, effect.scopes);
    const signIn = { userId: access.user.id, authTime, nonce };
    const idToken = (await signer?.sign(signIn, tokens)) ?? null;
    return toTokenResponse(tokens, effect, idToken);
  }

  private async consume(
    code: ShownCode,
    wanted: Redemption,
    effective: ScopeSet,
  ): Promise<IssuedTokens> {
    const redeemed = {
      type: 'code.redeemed',
      actor: actorOf(code),
      target: { kind: 'grant', id: code.access.grant.id },
      context: { code_id: code.id, scopes: effective.toArray() },
    } as const;
    const use = await this.secrets.consume(code, () => this.codes.redeem(code, wanted, redeemed));
    if (use.outcome === 'won') return use.value;
    if (use.outcome === 'raced') return this.secrets.refuseRaced(code);
    throw invalidGrant(`code ${use.outcome}`);
  }

  /** Ends what was issued for the code, on a replay. */
  private async endFamily(tx: EntityManager, { id, access }: ShownCode): Promise<boolean> {
    const familyId = await this.codes.revokeFamily(tx, id);
    if (familyId === null) return false;
    await this.audit.record(tx, {
      type: 'family.revoked',
      actor: { kind: 'system' },
      target: { kind: 'token_family', id: familyId },
      reason: 'code_replayed',
      context: { grant_id: access.grant.id },
    });
    return true;
  }
}
