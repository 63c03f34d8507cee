import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidGrant, invalidRequest, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Use } from '../../../../platform/single-use/single-use.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { ClientKey } from '../../../clients/shown-client.js';
import { GrantEndings } from '../../../grants/grant-endings.service.js';
import { IdTokens } from '../../../openid/id-tokens.service.js';
import type { Fault } from '../../../verification/fault-lab/faults.js';
import { requireEffect } from '../../project-effect.js';
import type { UserAccess } from '../../verified-access.js';
import { narrow } from '../access-row.js';
import {
  checkResource,
  toTokenResponse,
  type GrantType,
  type Redeemable,
  type TokenRequest,
  type TokenResponse,
} from './grant-type.js';
import { toIssuedTokens, type IssuedTokens } from './issued-tokens.js';
import { RefreshTokens, type Rotation, type ShownRefreshToken } from './refresh-tokens.js';
import { isAnswerTo, ReplayWindow, type Successor } from './replay-window.js';
import { actorOf, factsOf, ownAccessOf, ShownSecrets } from './shown-secrets.js';

/** `grant_type=refresh_token`: each use consumes the token and issues a successor (OAuth 2.1 §4.3). */
@Injectable()
export class RefreshTokenGrantType implements GrantType {
  readonly name = 'refresh_token';

  constructor(
    private readonly tokens: RefreshTokens,
    private readonly secrets: ShownSecrets,
    private readonly idTokens: IdTokens,
    private readonly window: ReplayWindow,
    private readonly grants: GrantEndings,
    private readonly audit: AuditLog,
  ) {}

  async find(form: StrictForm, key: ClientKey): Promise<Redeemable> {
    const { client, shown } = await this.tokens.find(form.get('refresh_token'), key);
    return {
      client,
      ownAccess: ownAccessOf(shown, client),
      redeem: (request) => this.redeem(request, shown),
    };
  }

  private async redeem(
    request: TokenRequest,
    found: ShownRefreshToken | null,
  ): Promise<TokenResponse> {
    const { form, client, dpopJkt } = request;
    refuseCode(form);
    const narrowing = readNarrowing(form);
    const shown = await this.requireOwn(request, found);
    if (endsGrant(request.fault)) return this.endSimulated(shown, request.fault);
    const rotation = { shown, client, narrowing, dpopJkt };
    const successor = shown.consumed ? await this.requireSuccessor(rotation) : null;
    if (!shown.alive) throw invalidGrant('expired or revoked refresh token');
    const access = requireWithin(shown.access, narrowing);
    checkResource(form, access.audience);
    const effect = requireEffect(access);
    const signer = await this.idTokens.signerFor(client, access.accountScopes);
    const tokens = successor
      ? await this.repeat(rotation, successor)
      : await this.rotate(rotation, effect.scopes);
    // `auth_time` is that of the first sign-in, and there is no nonce (OpenID Core §12.2).
    const signIn = { userId: access.user.id, authTime: shown.authTime, nonce: null };
    const idToken = (await signer?.sign(signIn, tokens)) ?? null;
    return toTokenResponse(tokens, effect, idToken);
  }

  private async requireOwn(
    request: TokenRequest,
    shown: ShownRefreshToken | null,
  ): Promise<ShownRefreshToken> {
    request.form.require('refresh_token');
    if (!shown) throw invalidGrant('unknown refresh token');
    await this.secrets.requireClient(shown, request);
    await this.secrets.requireKey(shown, request);
    return shown;
  }

  /** Within the replay window, a consumed token gets its first response again. */
  private async requireSuccessor(rotation: Rotation): Promise<Successor> {
    const successor = await this.window.findSuccessor(rotation);
    const { shown } = rotation;
    return successor ?? this.secrets.refuseConsumed(shown, (tx) => this.endGrant(tx, shown));
  }

  /** A successor; or, if a concurrent request consumed the token, the successor that it got. */
  private async rotate(rotation: Rotation, effective: ScopeSet): Promise<IssuedTokens> {
    const use = await this.consume(rotation, effective);
    if (use.outcome === 'won') return use.value;
    if (use.outcome === 'expired') throw invalidGrant('refresh token expired meanwhile');
    return this.repeat(rotation, await this.window.findSuccessor(rotation));
  }

  private consume(rotation: Rotation, effective: ScopeSet): Promise<Use<IssuedTokens>> {
    const { shown } = rotation;
    const refreshed = {
      type: 'token.refreshed',
      actor: actorOf(shown),
      target: { kind: 'token_family', id: shown.familyId },
      context: { scopes: effective.toArray() },
    } as const;
    return this.secrets.consume(shown, () => this.tokens.rotate(rotation, refreshed));
  }

  /** The tokens of the first response, for an equal request. */
  private async repeat(rotation: Rotation, successor: Successor | null): Promise<IssuedTokens> {
    const { shown, dpopJkt } = rotation;
    if (!successor || !isAnswerTo(successor, rotation)) return this.secrets.refuseRaced(shown);
    const repeated = { ...factsOf(shown), type: 'refresh.repeated' } as const;
    await this.audit.recordRepeatable({ ...repeated, outcome: 'succeeded' });
    return toIssuedTokens(successor.tokens, successor, dpopJkt);
  }

  /** As asked for in a sandbox project. The grant ends for real. */
  private endSimulated(shown: ShownRefreshToken, fault: EndingFault): Promise<never> {
    if (fault === 'replay-refresh') {
      return this.secrets.refuseReplayed(shown, (tx) => this.endGrant(tx, shown));
    }
    const revocation = { reason: 'fault_simulated', actor: { kind: 'system' } } as const;
    return this.secrets.refuseEnded((tx) =>
      this.grants.revoke(tx, shown.access.grant.id, revocation),
    );
  }

  private endGrant(tx: EntityManager, { access }: ShownRefreshToken): Promise<boolean> {
    const revocation = { reason: 'refresh_token_replayed', actor: { kind: 'system' } } as const;
    return this.grants.revoke(tx, access.grant.id, revocation);
  }
}

type EndingFault = 'replay-refresh' | 'revoke';

const endsGrant = (fault: Fault | null): fault is EndingFault =>
  fault === 'replay-refresh' || fault === 'revoke';

/** A request has one credential; a code beside a refresh token is an error or an attack (attack B8). */
function refuseCode(form: StrictForm): void {
  if (form.get('code') !== undefined || form.get('code_verifier') !== undefined) {
    throw invalidRequest('A code does not belong to this grant type.');
  }
}

/** The requested scopes, for the access token only (OAuth 2.1 §4.3.1); null for all. */
function readNarrowing(form: StrictForm): ScopeSet | null {
  const text = form.get('scope');
  if (text === undefined) return null;
  const narrowing = ScopeSet.parse(text);
  if (!narrowing) throw invalidScope();
  return narrowing;
}

function requireWithin(access: UserAccess, narrowing: ScopeSet | null): UserAccess {
  if (narrowing && !access.scopes.includes(narrowing)) throw invalidScope();
  return narrow(access, narrowing);
}

const invalidScope = (): OAuthError =>
  new OAuthError('invalid_scope', 'The scope is malformed or goes beyond what was granted.');
