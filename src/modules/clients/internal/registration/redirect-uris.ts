import { invalidMetadata, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { ApplicationType, ClientGrantType } from '../../client.js';
import { isTextList, readText, type MetadataDocument } from './metadata-members.js';
import { classifyRedirectUri, type RedirectUriKind } from './redirect-uri-kind.js';

const MOST_URIS = 10;

const invalidRedirectUri = (description: string): OAuthError =>
  new OAuthError('invalid_redirect_uri', description);

interface RedirectUris {
  readonly redirectUris: string[];
  readonly applicationType: ApplicationType;
}

/**
 * Where the app may be answered, and whether it lives on the web or on a device. One dangerous or malformed URI
 * refuses the registration; a private scheme that is not listed is left out, if others remain. Only an app that sends
 * people here has any.
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
 * What an app is, not only what it says: a web app that answers nowhere but on loopback is one on a device. Some
 * libraries say `web` for every app, and for the code flow the address is proof enough (RFC 8252 §7.3). With an
 * https address beside it, it is a web app that somebody is still working on.
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
