import { invalidMetadata, readText, type MetadataDocument } from './metadata-members.js';

const LONGEST_NAME = 60;
const LONGEST_URI = 512;

/**
 * Characters that hide, reorder or break text: controls, format and bidirectional marks, private and lone
 * surrogates, line separators, and letters that show as nothing. Emoji variation selectors may stay.
 */
const UNFIT =
  /(?!\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

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
  const given = (readText(document, 'client_name') ?? 'Unnamed app').normalize('NFKC');
  if (UNFIT.test(given)) {
    throw invalidMetadata('client_name has control, invisible or direction-changing characters.');
  }
  // A row of spaces could push the truth out of sight.
  const name = given.replaceAll(/\s+/gu, ' ').trim();
  if (name === '' || [...name].length > LONGEST_NAME) {
    throw invalidMetadata(`client_name must have 1 to ${String(LONGEST_NAME)} characters.`);
  }
  return name;
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
