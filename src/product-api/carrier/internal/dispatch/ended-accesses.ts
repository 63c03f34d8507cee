import { Injectable } from '@nestjs/common';
import type { ApiScope } from '../../../../modules/scopes-and-roles/scope-catalogue.js';
import {
  StandingAccess,
  type StandingCredential,
} from '../../../../modules/tokens/standing-access.service.js';
import type { OriginKind } from '../../../messages/message-kinds.js';
import type { DueMessage } from './dispatch.statements.js';

/** One of them lets a message of that origin go out. Tests of a campaign are sent with `sms:send`. */
const ENOUGH: Readonly<Record<OriginKind, readonly ApiScope[]>> = {
  direct: ['sms:send'],
  campaign: ['campaigns:send', 'sms:send'],
  automation: ['automations:activate'],
  inbound: [],
};

/** Messages whose access may not send them any more: it has ended, or lost the scope, since they were accepted. */
@Injectable()
export class EndedAccesses {
  constructor(private readonly access: StandingAccess) {}

  /** The same messages, those among them barred. One statement for each access in each project. */
  async bar(due: readonly DueMessage[]): Promise<DueMessage[]> {
    const scopes = new Map<string, ReturnType<StandingAccess['scopesOf']>>();
    const judged: DueMessage[] = [];
    for (const message of due) {
      const credential = message.bar === null ? credentialOf(message) : null;
      if (credential === null) judged.push(message);
      else judged.push(await this.judge(message, credential, scopes));
    }
    return judged;
  }

  private async judge(
    message: DueMessage,
    credential: StandingCredential,
    scopes: Map<string, ReturnType<StandingAccess['scopesOf']>>,
  ): Promise<DueMessage> {
    const key = `${credential.id} ${message.projectId}`;
    const found = scopes.get(key) ?? this.access.scopesOf(credential, message.projectId);
    scopes.set(key, found);
    const effective = await found;
    const stands = ENOUGH[message.origin].some((scope) => effective.has(scope));
    return stands ? message : { ...message, bar: 'access_ended' };
  }
}

/** Null for a message that no app or token sent. */
function credentialOf({ grantId, apiTokenId }: DueMessage): StandingCredential | null {
  if (grantId !== null) return { kind: 'grant', id: grantId };
  return apiTokenId === null ? null : { kind: 'api_token', id: apiTokenId };
}
