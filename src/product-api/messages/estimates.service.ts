import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import type { Principal } from '../access/principal.js';
import { Funds } from '../funds/funds.service.js';
import { toWire } from '../wire/wire-class.js';
import { Estimate, type EstimateDto } from './direct-messages.dto.js';
import { requireOutgoingText } from './outgoing-text.js';
import { Prices } from './prices.service.js';

/** What texts come to. */
@Injectable()
export class Estimates {
  constructor(
    private readonly profiles: ProjectProfiles,
    private readonly prices: Prices,
    private readonly funds: Funds,
  ) {}

  /** @throws ProblemError 422 for a text that cannot be sent like this */
  async estimate(
    { id, organisationId }: Principal['project'],
    { text, allowUnicode, countries }: EstimateDto,
  ): Promise<Estimate> {
    const outgoing = requireOutgoingText(text, allowUnicode);
    const asked = countries ?? [(await this.profiles.get(id)).defaultCountry];
    const prices = await this.prices.of(organisationId, asked);
    const { currency } = await this.funds.balanceOf(organisationId);
    const { encoding, charsCount, parts } = outgoing;
    return toWire(Estimate, {
      ...{ deliveredText: outgoing.text, encoding, charsCount, messagesCount: parts, currency },
      prices: asked.map((country) => {
        const price = prices.get(country);
        if (price === undefined) return { country, pricePerSms: null, price: null };
        return { country, pricePerSms: String(price), price: String(price * BigInt(parts)) };
      }),
    });
  }
}
