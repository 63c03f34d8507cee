import type { StrictForm } from '../../../../platform/http/strict-form.js';
import {
  isCategory,
  isListingLanguage,
  isOnDomain,
  isSlug,
  LANGUAGE_TAGS,
  LISTING_LIMITS,
  plainHttps,
  type AppListing,
  type ListingLanguage,
  type ListingText,
} from '../../../app-profiles/app-listing.js';
import { hasHidden, typed } from '../plain-text.js';
import { listingTexts as texts } from './listing-texts.js';

/** Check boxes that repeat their name. */
export const REPEATED_FIELDS = ['category', 'language'] as const;

type Faults = Record<string, string>;

/** The names of the fields of a language. */
export const summaryField = (tag: ListingLanguage): string => `summary_${tag}`;
export const descriptionField = (tag: ListingLanguage): string => `description_${tag}`;

/** Everything that is written, and every fault in it, by the name of its field. */
export function readListingForm(
  form: StrictForm,
  verifiedDomain: string | null,
): { readonly listing: AppListing; readonly faults: Readonly<Faults> } {
  const slug = (form.get('slug') ?? '').trim();
  const start = (form.get('start') ?? '').trim();
  const categories = form.all('category').filter(isCategory);
  const languages = form.all('language').filter(isListingLanguage);
  const written = readTexts(form);
  const faults: Faults = {
    ...(isSlug(slug) ? {} : { slug: texts.faults.slug }),
    ...startFault(start, verifiedDomain),
    ...(isCount(categories, LISTING_LIMITS.categories)
      ? {}
      : { category: texts.faults.categories }),
    ...(languages.length > 0 ? {} : { language: texts.faults.languages }),
    ...written.faults,
  };
  const initiateLoginUri = start === '' ? null : start;
  return {
    listing: { slug, categories, languages, initiateLoginUri, texts: written.texts },
    faults,
  };
}

const isCount = (list: readonly unknown[], most: number): boolean =>
  list.length > 0 && list.length <= most;

function startFault(start: string, domain: string | null): Faults {
  if (start === '') return {};
  const url = start.length <= LISTING_LIMITS.initiateLoginUri ? plainHttps(start) : null;
  if (!url) return { start: texts.faults.start };
  if (domain === null || isOnDomain(url, domain)) return {};
  return { start: texts.faults.startDomain(domain) };
}

function readTexts(form: StrictForm): {
  readonly texts: AppListing['texts'];
  readonly faults: Faults;
} {
  const written: Partial<Record<ListingLanguage, ListingText>> = {};
  let faults: Faults = {};
  for (const tag of LANGUAGE_TAGS) {
    const summary = typed(form.get(summaryField(tag)));
    const description = typed(form.get(descriptionField(tag)));
    if (summary === '' && description === '') continue;
    written[tag] = { summary, description };
    faults = { ...faults, ...faultsOfText(tag, { summary, description }) };
  }
  return { texts: written, faults: { ...faults, ...missing(written) } };
}

function faultsOfText(tag: ListingLanguage, { summary, description }: ListingText): Faults {
  return {
    ...fault(summaryField(tag), summaryFault(summary)),
    ...fault(
      descriptionField(tag),
      textFault(description, LISTING_LIMITS.description, texts.faults.description),
    ),
  };
}

const fault = (name: string, said: string | null): Faults =>
  said === null ? {} : { [name]: said };

const summaryFault = (summary: string): string | null =>
  summary.includes('\n')
    ? texts.faults.summary
    : textFault(summary, LISTING_LIMITS.summary, texts.faults.summary);

function textFault(text: string, most: number, said: string): string | null {
  if (text === '' || [...text].length > most) return said;
  return hasHidden(text) ? texts.faults.hidden : null;
}

function missing(written: AppListing['texts']): Faults {
  if (!written.en) return { [summaryField('en')]: texts.faults.english };
  const others = Object.keys(written).length - 1;
  return others > 0 ? {} : { [summaryField('es')]: texts.faults.another };
}
