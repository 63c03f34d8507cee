import {
  AUTH_METHODS,
  type ApplicationType,
  type AuthMethod,
  type Client,
  type ClientGrantType,
} from '../../../clients/client.js';

/** What a developer registers: it decides which fields the form has. */
export const APP_KINDS = ['web', 'native', 'service'] as const;
export type AppKind = (typeof APP_KINDS)[number];

export const isAppKind = (text: string | undefined): text is AppKind =>
  (APP_KINDS as readonly string[]).includes(text ?? '');

interface KindRules {
  readonly applicationType: ApplicationType | null;
  readonly grantTypes: readonly ClientGrantType[];
  /** The methods that the form offers; the first is the default. */
  readonly methods: readonly AuthMethod[];
}

const FOR_PEOPLE: readonly ClientGrantType[] = ['authorization_code', 'refresh_token'];

export const KIND_RULES: Readonly<Record<AppKind, KindRules>> = {
  web: {
    applicationType: 'web',
    grantTypes: FOR_PEOPLE,
    methods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  },
  // A secret in a program that everybody can read is none (RFC 8252 §8.5).
  native: { applicationType: 'native', grantTypes: FOR_PEOPLE, methods: ['none'] },
  service: {
    applicationType: null,
    grantTypes: ['client_credentials'],
    methods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  },
};

/** A web app with loopback redirect URIs only is stored as `native`; its secret says that it is none. */
export function kindOf({
  grantTypes,
  applicationType,
  tokenEndpointAuthMethod,
}: Pick<Client, 'grantTypes' | 'applicationType' | 'tokenEndpointAuthMethod'>): AppKind {
  if (!grantTypes.includes('authorization_code')) return 'service';
  return tokenEndpointAuthMethod === 'none' ? applicationType : 'web';
}

/** The methods that the form offers for an app that has `current` now. */
export const methodsFor = (kind: AppKind, current: string | undefined): readonly AuthMethod[] => {
  const { methods } = KIND_RULES[kind];
  const present = AUTH_METHODS.find((method) => method === current);
  return present === undefined || methods.includes(present) ? methods : [...methods, present];
};
