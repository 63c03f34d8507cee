import { classifyRedirectUri } from './redirect-uri-kind.js';

/** Corrections of frequent mistakes, tried one after the other on the result of the one before. */
const CORRECTIONS: readonly ((uri: string) => string)[] = [
  (uri) => uri.trim(),
  (uri) => uri.replace(/#.*$/s, ''),
  (uri) => (/^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : `https://${uri}`),
  (uri) => uri.replace(/^(https?:\/\/)[^/?]*@/i, '$1'),
  (uri) => (isHttpOfOtherHost(uri) ? uri.replace(/^http:/i, 'https:') : uri),
  (uri) => uri.replace(/^(https?:\/\/)\*\./i, '$1').replace(/\/?\*+$/, ''),
  (uri) => uri.replace(/\?.*$/s, ''),
];

const isHttpOfOtherHost = (uri: string): boolean =>
  /^http:/i.test(uri) && 'fault' in classifyRedirectUri(uri);

/** The accepted redirect URI that a refused one was probably meant to be; null if corrections do not lead to one. */
export function nearestRedirectUri(uri: string): string | null {
  let corrected = uri;
  for (const correct of CORRECTIONS) {
    corrected = correct(corrected);
    const verdict = classifyRedirectUri(corrected);
    if (corrected !== uri && 'kind' in verdict && verdict.kind !== 'unlisted') return corrected;
  }
  return null;
}
