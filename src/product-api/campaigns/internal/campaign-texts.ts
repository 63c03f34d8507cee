import type { FieldLevel } from '../../wire/field-levels.js';
import { valuesOf, type ContactRecord } from '../../messages/contact-values.js';
import { readTemplate, renderTemplate, type Template } from '../../messages/merge-tags.js';
import { requireOutgoingText } from '../../messages/outgoing-text.js';
import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { CampaignContent } from './campaign-content.js';
import { pickOption } from './pick-option.js';

type Texts = Pick<CampaignContent, 'options' | 'allowUnicode'>;

/**
 * @param level of the caller: a merge tag shows its attribute to the readers of the message
 * @throws ProblemError 400 for a merge tag that is none, 403 for one above the level, 422 for a text that cannot be sent
 * as it is, even without values
 */
export function checkTexts(
  { options, allowUnicode }: Texts,
  specs: ProjectSpecs,
  level: FieldLevel,
): void {
  for (const [index, { text }] of options.entries()) {
    const pointer = `/options/${String(index)}/text`;
    const template = readTemplate(text, specs, level, pointer);
    const fallbacks = renderTemplate(template, () => undefined);
    requireOutgoingText(fallbacks === '' ? text : fallbacks, allowUnicode, pointer);
  }
}

/** A text for one contact. */
export interface RenderedText {
  readonly option: number;
  readonly text: string;
}

/** The texts of a campaign, for any contact. */
export class CampaignTexts {
  private readonly templates: readonly Template[];

  /** @throws ProblemError 400 if an attribute of a merge tag is gone */
  constructor(
    private readonly campaign: Pick<CampaignContent, 'options'> & { readonly id: string },
    private readonly specs: ProjectSpecs,
  ) {
    // The caller who wrote the text was allowed to.
    this.templates = campaign.options.map(({ text }, index) =>
      readTemplate(text, specs, 'full', `/options/${String(index)}/text`),
    );
  }

  /** `option`: another one than the contact's own. */
  for(contactId: string, contact: ContactRecord, option?: number): RenderedText {
    const { id, options } = this.campaign;
    const index = option ?? pickOption(options, id, contactId);
    const template = this.templates[index] ?? [];
    return { option: index, text: renderTemplate(template, valuesOf(contact, this.specs)) };
  }
}
