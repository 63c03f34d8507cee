import { OAuthError } from './errors/oauth-error.js';

/**
 * A `resource` in the canonical form that is compared: scheme and host in lower case, one trailing slash removed (RFC
 * 8707 §2). @throws OAuthError `invalid_target`
 */
export function canonicalResource(text: string): string {
  if (!URL.canParse(text) || text.includes('#')) {
    throw new OAuthError('invalid_target', 'A resource is an absolute URI without a fragment.');
  }
  const { origin, pathname, search } = new URL(text);
  return origin + pathname.replace(/\/$/, '') + search;
}
