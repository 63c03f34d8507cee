import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../../platform/database/database.js';
import { unprepared } from '../../../platform/database/statement.js';
import { column } from '../../../platform/database/row-shape.js';
import type { ContactRecord } from '../../messages/contact-values.js';
import { countriesOfMobiles } from '../../messages/mobile-number.js';
import { isTextFault, outgoingText } from '../../messages/outgoing-text.js';
import { Prices } from '../../messages/prices.service.js';
import { withTimeout } from '../../rules/bounded-query.js';
import type { Condition } from '../../rules/compile-rule.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import { CampaignAudiences, exclusionOf } from './campaign-audience.js';
import type { CampaignContent } from './campaign-content.js';
import type { CampaignEstimate } from './campaign-parts.js';
import { CampaignTexts } from './campaign-texts.js';
import { summarise, type Rendered } from './summarise-estimate.js';

/** Messages that are rendered for an estimate. */
const SAMPLE = 1_000;

type Estimated = CampaignContent & { readonly id: string };

/** Who is counted, and who pays. */
interface Payer {
  readonly projectId: string;
  readonly organisationId: string;
}

const COUNTS = {
  recipients: 'integer',
  noPhone: 'integer',
  unsubscribed: 'integer',
  acceptsNo: 'integer',
} as const;

export const CONTACT = { id: 'uuid', contact: column<ContactRecord>('jsonb') } as const;

/** What a campaign would cost if it was sent now. */
@Injectable()
export class EstimateCampaign {
  constructor(
    private readonly database: Database,
    private readonly audiences: CampaignAudiences,
    private readonly specs: SpecCatalogue,
    private readonly prices: Prices,
  ) {}

  /**
   * Recipients are counted. Parts and costs are those of the rendered texts: of all, or of a sample of 1,000, which is the
   * same for the same audience.
   * @throws ProblemError 400 if the content names what is gone, 422 if the audience takes too long to evaluate
   */
  async estimate(payer: Payer, campaign: Estimated): Promise<CampaignEstimate> {
    const { projectId } = payer;
    const condition = await this.audiences.conditionOf(projectId, campaign.audience);
    const texts = new CampaignTexts(campaign, await this.specs.of(projectId));
    const { counts, sample } = await withTimeout(this.database, (tx) =>
      this.read(tx, projectId, campaign, condition),
    );
    const rendered = await this.render(payer, campaign, texts, sample);
    return summarise(counts, rendered);
  }

  private async read(
    tx: EntityManager,
    projectId: string,
    { excludeUnsubscribed, excludeAcceptsNo }: Estimated,
    { sql, values }: Condition,
  ) {
    const given = { ...values, projectId, excludeUnsubscribed, excludeAcceptsNo };
    const audience: string = `FROM contacts contact
      WHERE contact.project_id = :projectId AND contact.deleted_at IS NULL AND ${sql}`;
    const counting: string = `SELECT count(*) FILTER (WHERE excluded IS NULL)::int AS recipients,
        count(*) FILTER (WHERE excluded = 'noPhone')::int AS "noPhone",
        count(*) FILTER (WHERE excluded = 'unsubscribed')::int AS unsubscribed,
        count(*) FILTER (WHERE excluded = 'acceptsNo')::int AS "acceptsNo"
      FROM (SELECT ${exclusionOf('contact')} AS excluded ${audience}) audience`;
    const sampling: string = `SELECT contact.id, to_jsonb(contact) AS contact ${audience}
        AND (${exclusionOf('contact')}) IS NULL
      ORDER BY hashtextextended(contact.id::text, 0), contact.id LIMIT ${String(SAMPLE)}`;
    const [counts] = await this.database.queryIn(tx, unprepared(counting, COUNTS), given);
    const sample = await this.database.queryIn(tx, unprepared(sampling, CONTACT), given);
    if (!counts) throw new Error('Nothing was counted.');
    return { counts, sample };
  }

  private async render(
    { organisationId }: Payer,
    { allowUnicode }: Estimated,
    texts: CampaignTexts,
    sample: readonly { readonly id: string; readonly contact: ContactRecord }[],
  ): Promise<readonly Rendered[]> {
    const phoneOf = (contact: ContactRecord): string => String(contact.phone_mobile);
    const countries = await countriesOfMobiles(sample.map(({ contact }) => phoneOf(contact)));
    const served = [...new Set(countries.values())].filter((country) => country !== null);
    const prices = await this.prices.of(organisationId, served);
    return sample.map(({ id, contact }) => {
      const price = prices.get(countries.get(phoneOf(contact)) ?? '');
      const text = outgoingText(texts.for(id, contact).text, allowUnicode);
      if (price === undefined || isTextFault(text)) return null;
      return { parts: text.parts, cost: price * BigInt(text.parts) };
    });
  }
}
