import { ScopeSet } from '../../../../kernel/scope-set.js';
import type { WithheldReason, WithheldScope } from '../../../scopes-and-roles/effective-scopes.js';
import type { EndpointAnswer } from '../../../tokens/trial-tokens.service.js';

/** The members of a token response that are read here. */
interface TokenResponse {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly scope: string;
  readonly projects: readonly { readonly withheld: readonly WithheldScope[] }[];
}

/** What an app keeps of a token response. */
export interface IssuedAnswer {
  readonly accessToken: string;
  /** Null if the app has not registered for refresh tokens. */
  readonly refreshToken: string | null;
}

/** Null for an error. */
export function tokensIn({ status, body }: EndpointAnswer): IssuedAnswer | null {
  if (status !== 200) return null;
  const { access_token: accessToken, refresh_token: refreshToken } = body as TokenResponse;
  return { accessToken, refreshToken: refreshToken ?? null };
}

/** A scope that was asked for and works in no project, and why. */
export interface LackingScope {
  readonly scope: string;
  /** Of all projects; empty if the person did not grant it, or there is no project. */
  readonly reasons: readonly WithheldReason[];
}

/** `asked`: of the request. `offline_access` is no scope of a token. */
export function lackingIn({ body }: EndpointAnswer, asked: string): LackingScope[] {
  const { scope, projects } = body as TokenResponse;
  const granted = ScopeSet.ofJoined(scope);
  const withheld = projects.flatMap((project) => project.withheld);
  return ScopeSet.ofJoined(asked)
    .minus(granted.union(new ScopeSet(['offline_access'])))
    .toArray()
    .map((each) => ({
      scope: each,
      reasons: [
        ...new Set(withheld.filter((one) => one.scope === each).map(({ reason }) => reason)),
      ],
    }));
}

/** Tokens, codes and secrets of this server (`secret.ts`), and signed JWTs. */
const SECRET = /\b(is(?:oa|or|at|ds|oc|cs|rg)_|eyJ)[\w.-]*([\w-]{4})/g;

/** JSON to look at: of each token its prefix and its last four characters. */
export const shownAnswer = (body: unknown): string =>
  JSON.stringify(body, null, 2).replaceAll(SECRET, '$1…$2');
