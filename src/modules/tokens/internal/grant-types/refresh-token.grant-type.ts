import { Injectable } from '@nestjs/common';
import { invalidGrant, invalidRequest, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { Database } from '../../../../platform/database/database.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { Client } from '../../../clients/client.js';
import { IdTokens } from '../../../openid/id-tokens.service.js';
import { BoundKeys } from '../bound-keys.js';
import { RefreshTokens, type Rotation, type ShownRefreshToken } from '../refresh-tokens.js';
import { ReplayWindow } from '../replay-window.js';
import { Replays } from '../replays.js';
import { checkResource } from '../resource-parameter.js';
import {
  requireEffect,
  toTokenResponse,
  type IssuedTokens,
  type TokenResponse,
} from '../token-response.js';
import type { GrantType, TokenRequest } from './grant-type.js';

/** `grant_type=refresh_token`: each use spends the token and brings a successor (OAuth 2.1 §4.3). */
@Injectable()
export class RefreshTokenGrantType implements GrantType {
  readonly name = 'refresh_token';

  constructor(
    private readonly database: Database,
    private readonly tokens: RefreshTokens,
    private readonly keys: BoundKeys,
    private readonly idTokens: IdTokens,
    private readonly window: ReplayWindow,
    private readonly replays: Replays,
    private readonly audit: AuditLog,
  ) {}

  async redeem(request: TokenRequest): Promise<TokenResponse> {
    const { form, client, dpopJkt } = request;
    refuseCode(form);
    const narrowing = readNarrowing(form);
    const shown = await this.requireUsable(request);
    if (narrowing && !shown.familyScopes.includes(narrowing)) throw invalidScope();
    const access = shown.accessWith(narrowing);
    checkResource(form, access.audience);
    const effect = requireEffect(access);
    const signer = await this.idTokens.signerFor(client, access.accountScopes);
    const tokens = await this.issue({ shown, narrowing, dpopJkt }, effect.scopes);
    // The sign-in is still the first one, and the nonce was for that (OpenID Core §12.2).
    const signIn = { userId: access.user.id, authTime: shown.authTime, nonce: null };
    const idToken = (await signer?.sign(signIn, tokens)) ?? null;
    return toTokenResponse(tokens, effect, idToken);
  }

  /** The token, if it is this client's and looks alive; only the rotation itself can tell for good. */
  private async requireUsable({ form, client, dpopJkt }: TokenRequest): Promise<ShownRefreshToken> {
    const shown = await this.tokens.find(form.require('refresh_token'));
    if (!shown) throw invalidGrant('unknown refresh token');
    const target = { kind: 'refresh_token', id: shown.id };
    if (shown.accessWith(null).client.id !== client.id) {
      return this.refuseOtherClient(shown, client);
    }
    await this.keys.require(shown.dpopJkt, dpopJkt, { actor: actorOf(shown), target });
    if (shown.spent && !(await this.window.covers(shown))) {
      await this.replays.ofRefreshToken(shown, actorOf(shown));
      throw invalidGrant('spent refresh token');
    }
    if (!shown.alive) throw invalidGrant('expired or revoked refresh token');
    return shown;
  }

  private async refuseOtherClient(shown: ShownRefreshToken, client: Client): Promise<never> {
    await this.audit.recordRepeatable({
      type: 'token.client_mismatch',
      actor: { kind: 'app', clientId: client.clientId },
      target: { kind: 'refresh_token', id: shown.id },
      context: { grant_id: shown.accessWith(null).grant.id },
    });
    throw invalidGrant('refresh token of another client');
  }

  /** A successor; or, within the replay window, the one that there is. */
  private async issue(rotation: Rotation, effective: ScopeSet): Promise<IssuedTokens> {
    const { shown } = rotation;
    const rotated = shown.spent ? null : await this.rotate(rotation, effective);
    const tokens = rotated ?? (await this.window.repeat(rotation, actorOf(shown)));
    if (tokens) return tokens;
    // It was unspent, or a repetition was due, when we looked: whoever was faster was so just now.
    const target = { kind: 'refresh_token', id: shown.id };
    await this.audit.recordRepeatable({ type: 'refresh.raced', actor: actorOf(shown), target });
    throw invalidGrant('lost a race for the refresh token');
  }

  private rotate(rotation: Rotation, effective: ScopeSet): Promise<IssuedTokens | null> {
    const { shown } = rotation;
    return this.database.transaction(async (tx) => {
      const rotated = await this.tokens.rotate(tx, rotation);
      if (!rotated) {
        await this.tokens.judgeLoser(tx, shown.id, true);
        return null;
      }
      await this.audit.record(tx, {
        type: 'token.refreshed',
        actor: actorOf(shown),
        target: { kind: 'token_family', id: shown.familyId },
        context: { scopes: effective.toArray() },
      });
      return rotated;
    });
  }
}

/** One request shows one credential; a code beside a refresh token is a mix-up or worse (attack B8). */
function refuseCode(form: StrictForm): void {
  if (form.get('code') !== undefined || form.get('code_verifier') !== undefined) {
    throw invalidRequest('A code does not belong to this grant type.');
  }
}

/** The scopes the app wants this time, for the access token only (OAuth 2.1 §4.3.1); null for all. */
function readNarrowing(form: StrictForm): ScopeSet | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  const narrowing = ScopeSet.parse(text);
  if (!narrowing) throw invalidScope();
  return narrowing;
}

const invalidScope = (): OAuthError =>
  new OAuthError('invalid_scope', 'The scope is malformed or goes beyond what was granted.');

function actorOf(shown: ShownRefreshToken): AuditActor {
  const { client, grant, user } = shown.accessWith(null);
  return { kind: 'app', clientId: client.clientId, grantId: grant.id, userId: user.id };
}
