import { Injectable } from '@nestjs/common';
import { StandingAccess } from '../../../modules/tokens/standing-access.service.js';
import type { CampaignRow } from './transition.statements.js';

/**
 * Whether the access that a campaign is sent under would still be allowed to send it: what an ended access began must not
 * go on spending.
 */
@Injectable()
export class SendingAccess {
  constructor(private readonly standing: StandingAccess) {}

  async isStanding({ sentWith, projectId }: CampaignRow): Promise<boolean> {
    if (!sentWith) return false;
    const scopes = await this.standing.scopesOf(sentWith, projectId);
    return scopes.has('campaigns:send');
  }
}
