import type { StrictForm } from '../../../../platform/http/strict-form.js';
import {
  isCategory,
  isListingLanguage,
  isSlug,
  LANGUAGE_TAGS,
  LISTING_LIMITS,
  type AppListing,
  type ListingLanguage,
  type ListingText,
} from '../../../app-profiles/app-listing.js';
import { listingTexts as texts } from './listing-texts.js';

/** Check boxes that repeat their name. */
export const REPEATED_FIELDS = ['category', 'language'] as const;

const LONGEST_START = 512;

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
  const url = start.length <= LONGEST_START ? URL.parse(start) : null;
  if (!url || !isPlainHttps(url)) return { start: texts.faults.start };
  if (domain === null || isAt(url.hostname, domain)) return {};
  return { start: texts.faults.startDomain(domain) };
}

const isPlainHttps = ({ protocol, username, password }: URL): boolean =>
  protocol === 'https:' && username === '' && password === '';

const isAt = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`);

function readTexts(form: StrictForm): {
  readonly texts: AppListing['texts'];
  readonly faults: Faults;
} {
  const written: Partial<Record<ListingLanguage, ListingText>> = {};
  let faults: Faults = {};
  for (const tag of LANGUAGE_TAGS) {
    const summary = clean(form.get(summaryField(tag)));
    const description = clean(form.get(descriptionField(tag)));
    if (summary === '' && description === '') continue;
    written[tag] = { summary, description };
    faults = { ...faults, ...faultsOfText(tag, { summary, description }) };
  }
  return { texts: written, faults: { ...faults, ...missing(written) } };
}

/** Browsers send CRLF (HTML §4.10.21.4). */
const clean = (text = ''): string => text.normalize('NFC').replaceAll('\r\n', '\n').trim();

/** Controls but line ends, and what hides or reorders text (attack C9). */
const HIDDEN =
  /[^\P{Cc}\n]|[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/u;

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
  return HIDDEN.test(text) ? texts.faults.hidden : null;
}

function missing(written: AppListing['texts']): Faults {
  if (!written.en) return { [summaryField('en')]: texts.faults.english };
  const others = Object.keys(written).length - 1;
  return others > 0 ? {} : { [summaryField('es')]: texts.faults.another };
}
