import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { TESTER_INVITATIONS } from '../../../../platform/http/rate-limit/buckets.js';
import { RateLimiter } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import { normaliseEmail } from '../../../../platform/mail/email-address.js';
import { OutsideReach } from '../../../grants/outside-reach.service.js';
import { TesterEndings } from '../../../grants/tester-endings.service.js';
import { AppTesters } from '../../../verification/app-testers.service.js';
import { policyOf } from '../../../verification/tier-policy.js';
import type { PortalApp } from '../portal-access.js';
import { testersTexts } from './testers-texts.js';
import type { TestersView } from './testers.page.js';

const { outcomes: texts } = testersTexts;

/** What developers do with the testers of an app. */
@Injectable()
export class NameTesters {
  constructor(
    private readonly database: Database,
    private readonly testers: AppTesters,
    private readonly endings: TesterEndings,
    private readonly reach: OutsideReach,
    private readonly limiter: RateLimiter,
  ) {}

  async viewOf(app: PortalApp): Promise<TestersView> {
    const { id } = app.client;
    const [testers, use] = await Promise.all([this.testers.list(id), this.reach.of(id)]);
    return { app, testers, use };
  }

  /** @returns why the address is not invited, for its field; null if it is */
  async invite({ client, verification }: PortalApp, given: string, by: string) {
    const { reach } = policyOf(verification.tier, false);
    if (reach === null) return texts.unneeded;
    const email = normaliseEmail(given);
    if (email === null) return texts.invalid;
    if ((await this.limiter.take(TESTER_INVITATIONS, client.id)) > 0) return texts.tooMany;
    const outcome = await this.database.transaction((tx) =>
      this.testers.invite(tx, client.id, email, by),
    );
    if (outcome === 'invited') return null;
    return outcome === 'full' ? texts.full(reach.testers) : texts.already;
  }

  async remove({ client }: PortalApp, testerId: string, by: string): Promise<void> {
    await this.database.transaction((tx) =>
      this.endings.remove(tx, { clientId: client.id, testerId }, by),
    );
  }
}
