import { Injectable } from '@nestjs/common';
import { invalidGrant, OAuthError } from '../../kernel/errors/oauth-error.js';
import { Database } from '../../platform/database/database.js';
import { StrictForm } from '../../platform/http/strict-form.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { Client } from '../clients/client.js';
import { ClientAuthentication } from '../clients/client-authentication.js';
import { keyOfClientId } from '../clients/shown-client.js';
import { AuthorizationCodeGrantType } from './internal/grant-types/authorization-code.grant-type.js';
import { AuthorizationCodes, type ShownCode } from './internal/grant-types/authorization-codes.js';
import { requireRegistered, type GrantType } from './internal/grant-types/grant-type.js';
import { RefreshTokenGrantType } from './internal/grant-types/refresh-token.grant-type.js';
import { RevokeToken } from './internal/revoke-token.js';

/** A person who manages the app, and the app. */
export interface TrialParties {
  readonly client: Pick<Client, 'id' | 'clientId'>;
  /** UUID. */
  readonly userId: string;
}

/** Why a code is not redeemed. */
export type CodeFault =
  'unknown' | 'other_app' | 'other_person' | 'other_request' | 'used' | 'ended';

/** What the endpoint answers. */
export interface EndpointAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The token and revocation endpoints for a person who tries the flow of their app in the developer portal, which has
 * neither the secret nor the key of the app. All checks of the endpoints apply but client authentication; beyond them,
 * only what the person themselves has allowed is redeemed (attack B19). It is called by the server, and no request
 * reaches it.
 */
@Injectable()
export class TrialTokens {
  private readonly grantTypes: readonly GrantType[];

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly authentication: ClientAuthentication,
    private readonly codes: AuthorizationCodes,
    private readonly revocation: RevokeToken,
    code: AuthorizationCodeGrantType,
    refresh: RefreshTokenGrantType,
  ) {
    this.grantTypes = [code, refresh];
  }

  /** Whether the code is one of theirs for this challenge, and can be redeemed. Null for no fault; nothing changes. */
  async faultOf(
    text: string,
    { client, userId }: TrialParties,
    codeChallenge: string,
  ): Promise<CodeFault | null> {
    const { code } = await this.codes.find(text, keyOfClientId(client.clientId));
    if (!code) return 'unknown';
    if (code.ownerId !== client.id) return 'other_app';
    if (code.access.user.id !== userId) return 'other_person';
    if (code.codeChallenge !== codeChallenge) return 'other_request';
    return stateOf(code);
  }

  /** @throws Error for a failure that is not of the request */
  async token(parameters: string, { client, userId }: TrialParties): Promise<EndpointAnswer> {
    const form = StrictForm.parse(parameters);
    return answerOf(async () => {
      const type = this.grantTypes.find(({ name }) => name === form.get('grant_type'));
      if (!type) throw new Error('Another grant type.');
      const authenticated = await this.authentication.standIn(client);
      requireRegistered(authenticated, type);
      const { ownAccess, redeem } = await type.find(form, keyOfClientId(client.clientId));
      if (ownAccess?.kind !== 'user' || ownAccess.user.id !== userId) {
        throw invalidGrant('not of the person who tries the flow');
      }
      return redeem({ form, client: authenticated, dpopJkt: null, fault: null });
    });
  }

  /** Ends all tokens of their code, whatever was answered when it was redeemed. */
  async endOf(text: string, { client, userId }: TrialParties): Promise<void> {
    const { code } = await this.codes.find(text, keyOfClientId(client.clientId));
    if (code?.ownerId !== client.id || code.access.user.id !== userId) return;
    await this.database.transaction(async (tx) => {
      const familyId = await this.codes.revokeFamily(tx, code.id);
      if (familyId === null) return;
      await this.audit.record(tx, {
        type: 'family.revoked',
        actor: { kind: 'user', userId },
        target: { kind: 'token_family', id: familyId },
        reason: 'trial_ended',
        context: { grant_id: code.access.grant.id },
      });
    });
  }

  /** The same empty answer for every token (RFC 7009 §2.2). */
  revoke(token: string, { client }: Pick<TrialParties, 'client'>): Promise<EndpointAnswer> {
    return answerOf(async () => {
      await this.revocation.revoke(token, await this.authentication.standIn(client));
      return {};
    });
  }
}

const stateOf = ({ consumed, alive }: ShownCode): CodeFault | null => {
  if (consumed) return 'used';
  return alive ? null : 'ended';
};

async function answerOf(work: () => Promise<object>): Promise<EndpointAnswer> {
  try {
    return { status: 200, body: await work() };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { status, code, message } = error;
    return { status, body: { error: code, error_description: message } };
  }
}
