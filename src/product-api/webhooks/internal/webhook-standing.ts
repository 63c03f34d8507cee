import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../../kernel/scope-set.js';
import { StandingAccess } from '../../../modules/tokens/standing-access.service.js';
import { entryOf, TEST_TYPE } from '../webhook-types.js';
import type { DueDelivery } from './due-deliveries.js';

/** `ended`: its credential no longer reaches the project; `withheld`: it does, but not what this event tells of. */
export type Standing = 'stands' | 'withheld' | 'ended';

/** Whether a webhook may be told of an event now, by the credential that made it. There is no cache. */
@Injectable()
export class WebhookStanding {
  constructor(private readonly access: StandingAccess) {}

  async of(due: DueDelivery): Promise<Standing> {
    const { projectId, grantId, apiTokenId, type } = due;
    const credential =
      grantId === null
        ? ({ kind: 'api_token', id: apiTokenId ?? '' } as const)
        : ({ kind: 'grant', id: grantId } as const);
    const now = await this.access.find(credential, projectId);
    // The webhook of a suspended app stays: it is told nothing until the app is restored.
    if (now === null) return (await this.access.isSuspended(credential)) ? 'withheld' : 'ended';
    const effective = new ScopeSet(due.scopes).intersect(now);
    const needed = type === TEST_TYPE ? [] : [entryOf(type).scope];
    const stands = ['webhooks:write', ...needed].every((scope) => effective.has(scope));
    return stands ? 'stands' : 'withheld';
  }
}
