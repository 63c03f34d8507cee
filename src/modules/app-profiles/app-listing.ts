import type { JsonObject } from '../../kernel/untrusted-json.js';

/** What an app is for. Closed, so that people find all of a kind. */
export const CATEGORIES = {
  analytics: 'Analytics',
  commerce: 'Shops and orders',
  crm: 'Customer records',
  data: 'Data and integration',
  forms: 'Forms and surveys',
  loyalty: 'Loyalty and rewards',
  marketing: 'Marketing',
  messaging: 'Messaging',
  productivity: 'Productivity',
  support: 'Customer support',
} as const;
export type Category = keyof typeof CATEGORIES;
const CATEGORY_NAMES = Object.keys(CATEGORIES) as Category[];

/** Languages of listings and of apps, by their BCP 47 tags. English is required of a listing. */
export const LISTING_LANGUAGES = {
  en: 'English',
  es: 'Español',
  ca: 'Català',
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  pt: 'Português',
} as const;
export type ListingLanguage = keyof typeof LISTING_LANGUAGES;
export const LANGUAGE_TAGS = Object.keys(LISTING_LANGUAGES) as ListingLanguage[];

/** Lengths in characters, and the number of categories. */
export const LISTING_LIMITS = {
  slug: 40,
  summary: 120,
  description: 4_000,
  categories: 3,
  initiateLoginUri: 512,
} as const;

export interface ListingText {
  /** One line. */
  readonly summary: string;
  /** Plain text: an empty line begins a paragraph, `- ` at the start of a line an item of a list. */
  readonly description: string;
}

/** The page of an app in the marketplace, as its developers wrote it and staff approved it. */
export interface AppListing {
  /** Of its address: `/apps/{slug}`. */
  readonly slug: string;
  readonly categories: readonly Category[];
  /** In which the app itself can be used. */
  readonly languages: readonly ListingLanguage[];
  /** OpenID Connect Core §4: where the app begins the flow. Null: the page says where else. */
  readonly initiateLoginUri: string | null;
  readonly texts: Readonly<Partial<Record<ListingLanguage, ListingText>>>;
}

/** Its page. A slug has letters, digits and hyphens only. */
export const listingPath = (slug: string): string => `/apps/${slug}`;

const SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

export const isSlug = (text: string): boolean =>
  text.length >= 3 && text.length <= LISTING_LIMITS.slug && SLUG.test(text);

/** An https address without a user name or password; null for any other. */
export function plainHttps(address: string): URL | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') return null;
  return url.username === '' && url.password === '' ? url : null;
}

/** Whether the host is the domain or below it. */
export const isOnDomain = ({ hostname }: URL, domain: string): boolean =>
  hostname === domain || hostname.endsWith(`.${domain}`);

export const isCategory = (text: unknown): text is Category =>
  CATEGORY_NAMES.includes(text as Category);
export const isListingLanguage = (text: unknown): text is ListingLanguage =>
  LANGUAGE_TAGS.includes(text as ListingLanguage);

/** The listing of a profile; null if there is none, or it has not the shape of one. */
export function readListing(stored: JsonObject | null): AppListing | null {
  if (!stored || typeof stored.slug !== 'string' || !isSlug(stored.slug)) return null;
  const texts = textsOf(stored.texts);
  if (Object.keys(texts).length === 0) return null;
  const uri = stored.initiateLoginUri;
  return {
    slug: stored.slug,
    categories: listOf(stored.categories).filter(isCategory),
    languages: listOf(stored.languages).filter(isListingLanguage),
    initiateLoginUri: typeof uri === 'string' ? uri : null,
    texts,
  };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function textsOf(value: unknown): AppListing['texts'] {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([tag, text]) => isListingLanguage(tag) && isText(text)),
  );
}

function isText(value: unknown): value is ListingText {
  if (typeof value !== 'object' || value === null) return false;
  const { summary, description } = value as Record<string, unknown>;
  return typeof summary === 'string' && typeof description === 'string';
}

/** The text in the first of these languages that there is; else in English, else in any. */
export function textIn(
  { texts }: Pick<AppListing, 'texts'>,
  wanted: readonly string[],
): ListingText & { readonly language: ListingLanguage } {
  const offered = LANGUAGE_TAGS.filter((tag) => texts[tag] !== undefined);
  const found = wanted.find((tag) => (offered as string[]).includes(tag)) ?? offered[0] ?? 'en';
  const language = found as ListingLanguage;
  return { summary: '', description: '', ...texts[language], language };
}
