import { LISTING_LIMITS } from '../../../app-profiles/app-listing.js';

export const listingTexts = {
  title: 'Marketplace page',
  lead: 'What people read about your app in the marketplace. Only apps that were reviewed and listed are shown there.',
  slug: 'Address',
  slugHint: 'The end of the address: /apps/your-app. Letters a to z, digits and hyphens.',
  start: 'Where the connection begins',
  startHint:
    'An https address of your app on its verified domain that begins the authorization (initiate_login_uri of OpenID Connect). “Connect” leads there, with iss. Without it the page says to begin at your app.',
  categories: `Categories, at most ${String(LISTING_LIMITS.categories)}`,
  languages: 'Languages in which your app can be used',
  textsHint:
    'English and at least one other language. An empty line begins a paragraph, “- ” at the start of a line makes a list. Other markup and links are shown as they are typed.',
  summary: 'In one sentence',
  description: 'Description',
  save: 'Save',
  applied: 'Saved.',
  draft: 'Saved as a draft. The page that people see stays as it is until the draft was reviewed.',
  waits: 'These are the changes of your draft, which are not live yet.',
  faults: {
    slug: `3 to ${String(LISTING_LIMITS.slug)} letters a to z, digits and hyphens, without a hyphen at the ends.`,
    taken: 'Another app has this address. Choose another one.',
    start: `An https address without a user name, of at most ${String(LISTING_LIMITS.initiateLoginUri)} characters.`,
    startDomain: (domain: string): string =>
      `It must be on the verified domain of the app: ${domain} or below.`,
    categories: `Choose 1 to ${String(LISTING_LIMITS.categories)} categories.`,
    languages: 'Choose at least one language.',
    english: 'English is needed: people whose language is not there read it.',
    another: 'Write it in one more language at least.',
    summary: `One line of at most ${String(LISTING_LIMITS.summary)} characters.`,
    description: `A text of at most ${String(LISTING_LIMITS.description)} characters.`,
    hidden: 'It has control, invisible or direction-changing characters.',
  },
} as const;
