import { legibleName } from '../names/legible-name.js';
import { invalidMetadata, readText, type MetadataDocument } from './metadata-members.js';

const LONGEST_URI = 512;

export interface Appearance {
  readonly name: string;
  readonly clientUri: string | null;
  readonly logoUri: string | null;
  readonly tosUri: string | null;
  readonly policyUri: string | null;
}

/** How the app presents itself. None of it is proof of anything, and nothing of it is fetched. */
export const readAppearance = (document: MetadataDocument): Appearance => ({
  name: readName(document),
  clientUri: readHttpsUri(document, 'client_uri'),
  logoUri: readHttpsUri(document, 'logo_uri'),
  tosUri: readHttpsUri(document, 'tos_uri'),
  policyUri: readHttpsUri(document, 'policy_uri'),
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
  const url = /^https:\/\/[\x21-\x7E]+$/i.test(text) ? URL.parse(text) : null;
  if (text.length > LONGEST_URI || url === null || url.username !== '' || url.password !== '') {
    throw invalidMetadata(
      `${member} must be an https URL of at most ${String(LONGEST_URI)} characters.`,
    );
  }
  return text;
}
