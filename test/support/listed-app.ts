import { ScopeSet } from '../../src/kernel/scope-set.js';
import { AppProfiles } from '../../src/modules/app-profiles/app-profiles.service.js';
import type { Tier } from '../../src/modules/verification/app-verification.js';
import { AppVerifications } from '../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../src/platform/database/database.js';
import { Organisation, type SecretApp } from './actors/organisation.js';
import type { TestApp } from './test-app.js';

export interface ListingOptions {
  readonly name?: string;
  readonly slug?: string;
  readonly organisation?: string;
  readonly categories?: readonly string[];
  readonly texts?: Readonly<Record<string, { summary: string; description: string }>>;
  readonly initiateLoginUri?: string | null;
  readonly domain?: string | null;
  readonly scopeReasons?: Readonly<Record<string, string>>;
  readonly tier?: Tier;
}

const ENGLISH = { summary: 'Bakes bread', description: 'First paragraph.\n\n- one\n- two' };
const SPANISH = { summary: 'Hornea pan', description: 'Primer párrafo.' };

const DEFAULTS: Required<Omit<ListingOptions, 'slug'>> = {
  name: 'Baker',
  organisation: 'Corner Bakery',
  categories: ['commerce'],
  texts: { en: ENGLISH, es: SPANISH },
  initiateLoginUri: null,
  domain: 'baker.example',
  scopeReasons: { 'segments:read': 'To bake for each group' },
  tier: 'listed',
};

let count = 0;

/** An app that is in the marketplace, as a review left it. */
export async function listApp(
  server: TestApp,
  options: ListingOptions = {},
): Promise<SecretApp & { readonly slug: string }> {
  const given = { ...DEFAULTS, slug: `baker-${String(++count)}`, ...options };
  const { name, slug, categories, texts, initiateLoginUri, scopeReasons } = given;
  const organisation = await Organisation.of(server, given.organisation);
  const app = await organisation.app(name);
  const listing = { slug, categories, languages: ['en', 'es'], texts, initiateLoginUri };
  const profile = { supportEmail: 'help@baker.example', scopeReasons, listing };
  await server.app.get(Database).transaction(async (tx) => {
    const { profiles, verifications } = services(server);
    await profiles.change(tx, app.id, profile, { kind: 'system' });
    await verifications.decide(tx, app.id, {
      ...{ tier: given.tier, verifiedDomain: given.domain },
      approvedScopes: new ScopeSet(['project:read', 'segments:read']),
    });
  });
  return { ...app, slug };
}

const services = ({ app }: TestApp) => ({
  profiles: app.get(AppProfiles, { strict: false }),
  verifications: app.get(AppVerifications, { strict: false }),
});
