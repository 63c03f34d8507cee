import { LONGEST_SCOPE_REASON } from '../../../app-profiles/app-profile.js';
import type { AuthMethod } from '../../../clients/client.js';
import { METADATA_LIMITS } from '../../../clients/portal-app-faults.js';
import type { Sensitivity } from '../../../scopes-and-roles/scope-entry.js';
import type { AppKind } from './app-kind.js';

const ONE_A_LINE = `One in each line, at most ${String(METADATA_LIMITS.redirectUris)}.`;

/** Texts of the form of an app, new or not. */
export const appFormTexts = {
  identity: 'Who the app is',
  name: 'Name',
  nameHint: 'People see it when they decide whether to connect the app.',
  homepage: 'Homepage',
  homepageHint: 'An https address.',
  flow: 'How it connects',
  redirectUris: 'Redirect URIs',
  redirectUrisHint: {
    web: `${ONE_A_LINE} https, or http on 127.0.0.1, [::1] or localhost while you develop.`,
    native: `${ONE_A_LINE} http on 127.0.0.1 or [::1] (any port), https, or your domain backwards as a scheme: com.example.app:/callback`,
  },
  method: 'How the app proves who it is',
  methods: {
    client_secret_basic: 'A secret, in the Authorization header (client_secret_basic)',
    client_secret_post: 'A secret, in the body (client_secret_post)',
    private_key_jwt: 'A key of its own (private_key_jwt)',
    none: 'Not at all: it runs where it cannot keep a secret (none, with PKCE)',
  } satisfies Record<AuthMethod, string>,
  keySetUrl: 'Address of the key set',
  keySetUrlHint: 'Only for private_key_jwt: an https address with your public keys (JWKS).',
  keySet: 'Or the key set itself',
  keySetHint: 'Only for private_key_jwt, as JSON: {"keys": […]}. Public keys only.',
  scopes: 'What it may ask for',
  scopesLead:
    'The app can ask for what you tick here, and for nothing else. Tick only what it uses: reviews ask, and so do people.',
  ticked: (count: number, all: number) => `${String(count)} of ${String(all)} ticked`,
  tickedChanged: 'changed, not saved',
  reason: 'Why the app needs it, in one sentence',
  reasonLabel: 'why the app needs it',
  reasonRequired: 'Required. Reviewers read it, and it may be shown to people.',
  reasonForReview: 'Not needed yet. A review asks for it.',
  sensitivity: {
    standard: 'Standard',
    sensitive: 'Sensitive',
    restricted: 'Restricted',
  } satisfies Record<Sensitivity, string>,
  account: 'Account of the person',
  contacts: 'Whom people can reach',
  terms: 'Terms of service',
  privacy: 'Privacy policy',
  support: 'Support e-mail',
  supportHint: 'People who use the app write to it.',
  security: 'Security contact',
  securityHint: 'An e-mail address that we write to when a secret leaks. Not public.',
  cancel: 'Cancel',
  faults: {
    name: 'The app needs a name.',
    noRedirectUri: 'The app needs at least one redirect URI.',
    manyRedirectUris: `There are more than ${String(METADATA_LIMITS.redirectUris)}. Remove some.`,
    line: (line: number, fault: string, instead: string | null) =>
      `Line ${String(line)} ${fault}.${instead === null ? '' : ` Did you mean ${instead} ?`}`,
    method: 'Choose one of these.',
    keySet: 'This is not JSON.',
    noScope: 'Tick at least one scope.',
    reasonMissing: 'Say in one sentence why the app needs it.',
    reasonLong: `At most ${String(LONGEST_SCOPE_REASON)} characters.`,
    reasonSigns: 'Use one line of plain text.',
    email: 'This is not an e-mail address.',
    summary: 'Nothing was stored. Correct what is marked below.',
  },
} as const;

export const KIND_TEXTS: Record<AppKind, { readonly title: string; readonly text: string }> = {
  web: {
    title: 'Web app',
    text: 'Runs on a server, or in the browser. People connect it to their projects.',
  },
  native: {
    title: 'Native app',
    text: 'Runs on a phone or a computer. It has no secret. People connect it to their projects.',
  },
  service: {
    title: 'Service',
    text: 'Runs on your server with nobody signed in, in projects of your own organisation (client_credentials).',
  },
};
