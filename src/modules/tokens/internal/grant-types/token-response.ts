import type { TokenScheme } from '../../../../kernel/errors/bearer-error.js';
import { invalidGrant } from '../../../../kernel/errors/oauth-error.js';
import { toWireId } from '../../../../kernel/ids.js';
import type { ScopeSet } from '../../../../kernel/scope-set.js';
import type { EffectiveScopes, WithheldScope } from '../../../scopes-and-roles/effective-scopes.js';
import { effectiveIn } from '../../project-effect.js';
import type { Access, VerifiedProject } from '../../verified-access.js';
import type { IssuedTokens } from './issued-tokens.js';

/** A successful answer of the token endpoint (OAuth 2.1 §3.2.3). */
export interface TokenResponse {
  readonly access_token: string;
  /** `DPoP` if it is bound to a key (RFC 9449 §5). */
  readonly token_type: TokenScheme;
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  /** What works now, in at least one project: a report, not a limit. */
  readonly scope: string;
  /** Who signed in, if `openid` was granted (OpenID Core §3.1.3.3). */
  readonly id_token?: string;
  /** Our extension: the same project by project. */
  readonly projects: readonly ProjectReport[];
}

export interface ProjectReport {
  /** `prj_…`, as in the paths of the Product API. */
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly withheld: readonly WithheldScope[];
}

/** What an access amounts to at this moment. */
export interface EffectReport {
  /** Account scopes and whatever is effective in at least one project. */
  readonly scopes: ScopeSet;
  readonly projects: readonly ProjectReport[];
}

export function reportEffect(access: Access): EffectReport {
  const effects = access.projects.map((project) => ({
    project,
    effect: effectiveIn(access, project),
  }));
  const working = effects.reduce(
    (sum, { effect }) => sum.union(effect.scopes),
    access.accountScopes,
  );
  return {
    // In the order of the request, so that the answer does not depend on the order of the projects.
    scopes: access.scopes.intersect(working),
    projects: effects.map(({ project, effect }) => toReport(project, effect)),
  };
}

/**
 * A token that could do nothing is not issued (REF-07): the app should learn that it has lost its access, and
 * what was shown stays unspent for the day the person's role comes back. @throws OAuthError `invalid_grant`
 */
export function requireEffect(access: Access): EffectReport {
  const effect = reportEffect(access);
  if (effect.scopes.isEmpty) throw invalidGrant('nothing is effective any more');
  return effect;
}

export const toTokenResponse = (
  tokens: IssuedTokens,
  effect: EffectReport,
  idToken: string | null,
): TokenResponse => ({
  access_token: tokens.accessToken,
  token_type: tokens.dpopJkt === null ? 'Bearer' : 'DPoP',
  expires_in: tokens.expiresInSeconds,
  ...(tokens.refreshToken === null ? {} : { refresh_token: tokens.refreshToken }),
  ...(idToken === null ? {} : { id_token: idToken }),
  scope: effect.scopes.toString(),
  projects: effect.projects,
});

const toReport = ({ id, name }: VerifiedProject, effect: EffectiveScopes): ProjectReport => ({
  id: toWireId('prj', id),
  name,
  scope: effect.scopes.toString(),
  withheld: effect.withheld,
});
