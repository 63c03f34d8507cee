import type { Client } from '../../../clients/client.js';
import type { FlowTrial } from './flow-trials.js';

/** The parameters of an authorization request, in the order in which the page explains them. */
export const REQUEST_PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'resource',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;
export type RequestParameter = (typeof REQUEST_PARAMETERS)[number];

/** Those of a trial. Empty ones are left out. */
export function parametersOf(
  { clientId }: Pick<Client, 'clientId'>,
  { redirectUri, scope, resource, state, codeChallenge }: FlowTrial,
): [name: RequestParameter, value: string][] {
  const values: Record<RequestParameter, string> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    resource,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  };
  return REQUEST_PARAMETERS.map((name): [RequestParameter, string] => [name, values[name]]).filter(
    ([, value]) => value !== '',
  );
}

/** The address to which an app sends the browser (OAuth 2.1 §4.1.1). */
export const authorizationAddress = (
  issuer: string,
  parameters: readonly (readonly [name: string, value: string])[],
): string =>
  `${issuer}/oauth/authorize?${new URLSearchParams(parameters.map((each) => [...each])).toString()}`;
