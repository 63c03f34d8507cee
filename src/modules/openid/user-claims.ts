import { toWireId } from '../../kernel/ids.js';
import type { ScopeSet } from '../../kernel/scope-set.js';
import type { UserProfile } from '../accounts/user-profiles.service.js';

/** Every claim of ID tokens and the UserInfo endpoint. */
export const CLAIM_NAMES = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'nonce',
  'at_hash',
  'name',
  'picture',
  'email',
  'email_verified',
] as const;

type UserClaim = 'sub' | 'name' | 'picture' | 'email' | 'email_verified';

/** The claims about a person for these scopes (OpenID Core §5.4). A claim without a value is left out. */
export function userClaims(
  { id, name, pictureUrl, email, emailVerified }: UserProfile,
  scopes: ScopeSet,
): Partial<Record<UserClaim, string | boolean>> {
  const picture = pictureUrl === null ? {} : { picture: pictureUrl };
  return {
    sub: toWireId('usr', id),
    ...(scopes.has('profile') ? { name, ...picture } : {}),
    ...(scopes.has('email') ? { email, email_verified: emailVerified } : {}),
  };
}
