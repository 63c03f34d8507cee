import type { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AppProfile } from '../../../app-profiles/app-profile.js';
import type { AuthMethod } from '../../../clients/client.js';
import { faultsOfPortalApp } from '../../../clients/portal-app-faults.js';
import { KIND_RULES, methodsFor, type AppKind } from './app-kind.js';
import { appFormTexts as texts } from './app-form-texts.js';
import { readContacts } from './read-contacts.js';
import { readKeys } from './read-keys.js';
import { readLines, redirectUriFault } from './read-redirect-uris.js';
import { readScopes } from './read-scopes.js';

/** Client metadata (RFC 7591 §2), as `PortalApps` validates it. */
export type Metadata = Readonly<Record<string, unknown>>;

/** By the name of the field. */
export type Faults = Readonly<Record<string, string>>;

/** A form of an app. Without faults, `metadata` and `profile` may be stored. */
export interface ReadAppForm {
  readonly metadata: Metadata;
  readonly profile: Pick<AppProfile, 'supportEmail' | 'securityEmail' | 'scopeReasons'>;
  readonly faults: Faults;
}

/** Members that are read as they are; the form has a field of the same name for each. */
const PLAIN = ['client_name', 'client_uri', 'tos_uri', 'policy_uri'] as const;

/** Check boxes that repeat their name. */
export const REPEATED_FIELDS = ['scope'] as const;

/** Reads the whole form, and finds every fault in it. `present`: the method of an app that exists. */
export function readAppForm(form: StrictForm, kind: AppKind, present?: AuthMethod): ReadAppForm {
  const uris = kind === 'service' ? [] : readLines(form.get('redirect_uris'));
  const keys = readKeys(form, readMethod(form, methodsFor(kind, present)));
  const scopes = readScopes(form, kind);
  const contacts = readContacts(form);
  const metadata = {
    ...Object.fromEntries(PLAIN.map((name) => [name, form.get(name)?.trim()])),
    ...flowOf(kind, uris),
    ...keys.metadata,
    scope: scopes.names.join(' '),
  };
  return {
    metadata,
    profile: { ...contacts.emails, scopeReasons: scopes.reasons },
    faults: {
      ...faultsOfMetadata(metadata),
      ...redirectUriFault(uris, kind),
      ...keys.faults,
      ...scopes.faults,
      ...contacts.faults,
    },
  };
}

function flowOf(kind: AppKind, uris: readonly string[]): Metadata {
  const { grantTypes, applicationType } = KIND_RULES[kind];
  return {
    grant_types: grantTypes,
    ...(applicationType && { application_type: applicationType, redirect_uris: uris }),
  };
}

/** The method sent, or undefined; the only one needs no field. */
function readMethod(form: StrictForm, methods: readonly AuthMethod[]): AuthMethod | undefined {
  if (methods.length === 1) return methods[0];
  const sent = form.get('token_endpoint_auth_method');
  return methods.find((method) => method === sent);
}

function faultsOfMetadata(metadata: Metadata): Record<string, string> {
  const faults = faultsOfPortalApp(metadata);
  return metadata.client_name === undefined
    ? { ...faults, client_name: texts.faults.name }
    : faults;
}

/** Members that a refusal of metadata may begin with, and the fields where it is shown. */
const FIELDS: readonly (readonly [member: string, field: string])[] = [
  ['redirect_uris', 'redirect_uris'],
  ['client_credentials', 'token_endpoint_auth_method'],
  ['scope', 'scope'],
];

/** What only the database knows, or only two members together: most often, that the name belongs to another app. */
export function faultsOf({ code, message }: OAuthError): Faults {
  const [, field] = FIELDS.find(([member]) => message.startsWith(member)) ?? [];
  return {
    [code === 'invalid_redirect_uri' ? 'redirect_uris' : (field ?? 'client_name')]: message,
  };
}
