import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import type { ClientOrigin } from '../../client.js';
import type { CheckedName, ReviewedApp, SettledName } from './checked-name.js';

/**
 * A self-registered app with the name of another one is shown under a neutral name; in the portal the name is refused.
 * @param reviewed other apps with one of the name's forms
 * @throws OAuthError `invalid_client_metadata`
 */
export function settleName(
  origin: ClientOrigin,
  checked: CheckedName,
  reviewed: readonly ReviewedApp[],
): SettledName {
  const settled = checked.settle(reviewed);
  if (origin !== 'portal' || settled.claimedName === null) return settled;
  throw invalidMetadata(
    'client_name is the name or address of another app. Choose a different one.',
  );
}
