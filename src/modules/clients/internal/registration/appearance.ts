import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import { isOwnLogo } from '../../own-logo.js';
import { legibleName } from '../names/legible-name.js';
import { readText, type MetadataDocument } from './metadata-members.js';

/** Characters. */
export const LONGEST_URI = 512;

export interface Appearance {
  readonly name: string;
  readonly clientUri: string | null;
  readonly logoUri: string | null;
  readonly tosUri: string | null;
  readonly policyUri: string | null;
}

/**
 * Name and URLs of the app. None of it is verified or fetched. URLs are informational: an unsafe one is dropped, as the
 * response shows (RFC 7591 §2).
 * @throws OAuthError `invalid_client_metadata` for the name
 */
export const readAppearance = (document: MetadataDocument): Appearance =>
  appearanceOf(document, (member) => {
    const value = document[member];
    return typeof value === 'string' && isHttpsUri(value) ? value : null;
  });

/**
 * The same of a portal app: an unsafe URL is an error, and the logo may be one that this server has made.
 * @throws OAuthError `invalid_client_metadata`
 */
export const requireAppearance = (document: MetadataDocument): Appearance =>
  appearanceOf(document, (member) => {
    const value = document[member];
    const isOurs = member === 'logo_uri' && typeof value === 'string' && isOwnLogo(value);
    return isOurs ? value : readHttpsUri(document, member);
  });

const appearanceOf = (
  document: MetadataDocument,
  addressAt: (member: string) => string | null,
): Appearance => ({
  name: readName(document),
  clientUri: addressAt('client_uri'),
  logoUri: addressAt('logo_uri'),
  tosUri: addressAt('tos_uri'),
  policyUri: addressAt('policy_uri'),
});

function readName(document: MetadataDocument): string {
  const read = legibleName(readText(document, 'client_name') ?? 'Unnamed app');
  if ('fault' in read) throw invalidMetadata(`client_name ${read.fault}.`);
  return read.name;
}

/** An https URL without user information, or null if it is absent. @throws OAuthError `invalid_client_metadata` */
export function readHttpsUri(document: MetadataDocument, member: string): string | null {
  const text = readText(document, member);
  if (text === undefined) return null;
  if (!isHttpsUri(text)) {
    throw invalidMetadata(
      `${member} must be an https URL of at most ${String(LONGEST_URI)} characters.`,
    );
  }
  return text;
}

function isHttpsUri(text: string): boolean {
  if (text.length > LONGEST_URI || !/^https:\/\/[\x21-\x7E]+$/i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
}
