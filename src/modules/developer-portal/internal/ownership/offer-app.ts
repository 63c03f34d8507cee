import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { TRANSFER_OFFERS } from '../../../../platform/http/rate-limit/buckets.js';
import { RateLimiter } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import { normaliseEmail } from '../../../../platform/mail/email-address.js';
import { isContained } from '../../../clients/client-state.js';
import { AppSubmissions } from '../../../reviews/app-submissions.service.js';
import type { Faults } from '../app-form/read-app-form.js';
import type { PortalApp } from '../portal-access.js';
import { TransferOffers } from '../transfer-offers/transfer-offers.js';
import { ownershipTexts as texts } from './ownership-texts.js';

/** Offers an app to an e-mail address. The answer does not depend on whether an account has that address. */
@Injectable()
export class OfferApp {
  constructor(
    private readonly database: Database,
    private readonly limiter: RateLimiter,
    private readonly submissions: AppSubmissions,
    private readonly offers: TransferOffers,
  ) {}

  /** @returns what was refused, by field; null if it is offered */
  async execute(userId: string, app: PortalApp, form: StrictForm): Promise<Faults | null> {
    const email = normaliseEmail(form.get('email') ?? '');
    const faults = faultsOf(app, email, form.get('offer_name'));
    if (email === null || Object.keys(faults).length > 0) return faults;
    if ((await this.limiter.take(TRANSFER_OFFERS, userId)) > 0) {
      return { email: texts.faults.tooManyOffers };
    }
    return this.database.transaction(async (tx) => {
      if (await this.submissions.isWithStaff(tx, app.client.id)) {
        return { email: texts.refusals.fixed };
      }
      const isOffered = await this.offers.offer(tx, app, email, userId);
      return isOffered ? null : { email: texts.refusals.gone };
    });
  }
}

function faultsOf({ client }: PortalApp, email: string | null, name: string | undefined): Faults {
  return {
    ...(isContained(client) && { email: texts.refusals.suspended }),
    ...(email === null && { email: texts.faults.email }),
    ...(name !== client.name && { offer_name: texts.faults.name }),
  };
}
