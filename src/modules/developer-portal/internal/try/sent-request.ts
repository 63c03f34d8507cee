import type { Client } from '../../../clients/client.js';
import { kindOfResource } from '../../../scopes-and-roles/protected-resource.js';
import { proofOf } from '../snippets/curl.js';
import { linesOf, shellWord } from '../snippets/snippet-values.js';

/** A parameter of a form; `variable` takes the place of a secret where the request is shown. */
export interface FormParameter {
  readonly name: string;
  readonly value: string;
  readonly variable?: string;
}

/** Form-encoded, as it is sent. */
export const formOf = (parameters: readonly FormParameter[]): string =>
  new URLSearchParams(parameters.map(({ name, value }) => [name, value])).toString();

/** The same for a shell, with the client authentication of the app. */
export const curlOfForm = (
  address: string,
  { tokenEndpointAuthMethod: method, clientId }: Client,
  parameters: readonly FormParameter[],
): string =>
  [
    `curl ${address}`,
    `  ${proofOf({ method, clientId })}`,
    ...parameters.map(
      ({ name, value, variable }) =>
        `  --data-urlencode ${variable === undefined ? `${name}=${shellWord(value)}` : `"${name}=$${variable}"`}`,
    ),
  ].join(' \\\n');

/** The first call of an app at a resource, without its token. */
export interface FirstCall {
  readonly method: 'GET' | 'POST';
  readonly path: '/v1/' | '/mcp';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const CALLS: Record<'api' | 'mcp', FirstCall> = {
  api: { method: 'GET', path: '/v1/', headers: {} },
  mcp: {
    ...{ method: 'POST', path: '/mcp' },
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name: 'list_projects', arguments: {} },
    }),
  },
};

/** `resource`: of the tokens. */
export const firstCallAt = (resource: string): FirstCall => CALLS[kindOfResource(resource)];

export const curlOfCall = (issuer: string, { path, headers, body }: FirstCall): string =>
  linesOf(
    `curl ${issuer}${path} --header "Authorization: Bearer $ACCESS_TOKEN"${body === undefined ? '' : ' \\'}`,
    body !== undefined &&
      [
        ...Object.entries(headers).map(([name, value]) => `  --header '${name}: ${value}'`),
        `  --data ${shellWord(body)}`,
      ].join(' \\\n'),
  );
