import { OAuthError } from '../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { findResource } from '../../scopes-and-roles/protected-resource.js';

/**
 * A token has one audience, its grant's. `resource` may be left out; if sent, it must name just that one
 * (RFC 8707 §2.2). @throws OAuthError `invalid_target`
 */
export function checkResource(form: StrictForm, audience: string): void {
  const asked = form.all('resource').map((text) => findResource(text, [audience]));
  if (asked.length > 1 || asked.includes(null)) {
    throw new OAuthError('invalid_target', 'This access is not for that resource.');
  }
}
