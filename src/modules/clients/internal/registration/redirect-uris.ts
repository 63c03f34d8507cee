import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { ApplicationType } from '../../client.js';
import {
  invalidMetadata,
  isTextList,
  readText,
  type MetadataDocument,
} from './metadata-members.js';
import { classifyRedirectUri, type RedirectUriKind } from './redirect-uri-kind.js';

const MOST_URIS = 10;

const invalidRedirectUri = (description: string): OAuthError =>
  new OAuthError('invalid_redirect_uri', description);

export interface Addresses {
  readonly redirectUris: string[];
  readonly applicationType: ApplicationType;
}

/**
 * Where the app may be answered, and whether it lives on the web or on a device. One dangerous or malformed URI
 * refuses the registration; a private scheme that is not listed is left out, if others remain.
 * @throws OAuthError `invalid_redirect_uri`, or `invalid_client_metadata` for the application type
 */
export function readAddresses(document: MetadataDocument): Addresses {
  const kinds = new Map(listUris(document).map((uri, index) => [uri, kindOf(uri, index)]));
  for (const [uri, kind] of kinds) if (kind === 'unlisted') kinds.delete(uri);
  if (kinds.size === 0) {
    throw invalidRedirectUri('None of the redirect_uris has a scheme that is accepted here.');
  }
  const onDevice = [...kinds.values()].some((kind) => kind !== 'https');
  const applicationType = readApplicationType(document) ?? (onDevice ? 'native' : 'web');
  if (applicationType === 'web' && onDevice) {
    throw invalidRedirectUri('The redirect_uris of a web application must use https.');
  }
  return { redirectUris: [...kinds.keys()], applicationType };
}

function listUris({ redirect_uris: value }: MetadataDocument): string[] {
  if (!isTextList(value) || value.length === 0 || value.length > MOST_URIS) {
    throw invalidRedirectUri(`redirect_uris must be a list of 1 to ${String(MOST_URIS)} strings.`);
  }
  return value;
}

function kindOf(uri: string, index: number): RedirectUriKind {
  const result = classifyRedirectUri(uri);
  if ('fault' in result) {
    throw invalidRedirectUri(`redirect_uris[${String(index)}] ${result.fault}.`);
  }
  return result.kind;
}

function readApplicationType(document: MetadataDocument): ApplicationType | undefined {
  const type = readText(document, 'application_type');
  if (type === undefined || type === 'web' || type === 'native') return type;
  throw invalidMetadata('application_type must be web or native.');
}
