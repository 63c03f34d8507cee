import { invalidMetadata, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { ApplicationType, ClientGrantType } from '../../client.js';
import { isTextList, readText, type MetadataDocument } from './metadata-members.js';
import { classifyRedirectUri, type RedirectUriKind } from './redirect-uri-kind.js';

export const MOST_URIS = 10;

const invalidRedirectUri = (description: string): OAuthError =>
  new OAuthError('invalid_redirect_uri', description);

interface RedirectUris {
  readonly redirectUris: string[];
  readonly applicationType: ApplicationType;
}

/**
 * The redirect URIs, and whether the app is `web` or `native`. One dangerous or malformed URI is an error; an unlisted
 * private-use scheme is dropped, if others remain. Only a client with the code grant has any.
 * @throws OAuthError `invalid_redirect_uri`, or `invalid_client_metadata` for the application type
 */
export function readRedirectUris(
  document: MetadataDocument,
  grantTypes: readonly ClientGrantType[],
): RedirectUris {
  if (!grantTypes.includes('authorization_code')) {
    if (document.redirect_uris === undefined) return { redirectUris: [], applicationType: 'web' };
    throw invalidMetadata('redirect_uris are for authorization_code.');
  }
  const kinds = new Map(listUris(document).map((uri, index) => [uri, kindOf(uri, index)]));
  for (const [uri, kind] of kinds) if (kind === 'unlisted') kinds.delete(uri);
  if (kinds.size === 0) {
    throw invalidRedirectUri('None of the redirect_uris has a scheme that is accepted here.');
  }
  const applicationType = typeOf(readApplicationType(document), [...kinds.values()]);
  return { redirectUris: [...kinds.keys()], applicationType };
}

/**
 * A `web` app with loopback redirect URIs only is stored as `native`. Some libraries send `web` for every app, and for
 * the code flow the redirect URI decides (RFC 8252 §7.3). With an https URI beside it, it is a web app in development.
 */
function typeOf(
  named: ApplicationType | undefined,
  kinds: readonly RedirectUriKind[],
): ApplicationType {
  if (named === undefined) return kinds.some((kind) => kind !== 'https') ? 'native' : 'web';
  if (named === 'native') return named;
  if (kinds.includes('private-use')) {
    throw invalidRedirectUri(
      'The redirect_uris of a web application must use https, or http on loopback.',
    );
  }
  return kinds.includes('https') ? 'web' : 'native';
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
