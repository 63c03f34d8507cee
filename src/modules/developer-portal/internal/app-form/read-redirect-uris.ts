import { faultsOfRedirectUris, METADATA_LIMITS } from '../../../clients/portal-app-faults.js';
import { appFormTexts } from './app-form-texts.js';
import type { AppKind } from './app-kind.js';

const { faults: texts } = appFormTexts;

/** The lines of a text area that are not blank. */
export const readLines = (text = ''): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is wrong, line by line; empty if nothing is. Lines are numbered, since they may hold anything. */
export function redirectUriFault(
  uris: readonly string[],
  kind: AppKind,
): { readonly redirect_uris?: string } {
  if (kind === 'service') return {};
  if (uris.length === 0) return { redirect_uris: texts.noRedirectUri };
  if (uris.length > METADATA_LIMITS.redirectUris) return { redirect_uris: texts.manyRedirectUris };
  const found = faultsOfRedirectUris(uris, kind === 'native').map(({ uri, fault, instead }) =>
    texts.line(uris.indexOf(uri) + 1, fault, instead),
  );
  return found.length === 0 ? {} : { redirect_uris: found.join('\n') };
}
