import type { AuthMethod } from '../../../clients/client.js';
import { hasSecret, linesOf, shellWord, type SnippetValues } from './snippet-values.js';

/** How curl proves who the app is. */
export function proofOf({ method, clientId }: Pick<SnippetValues, 'method' | 'clientId'>): string {
  const named = `--data-urlencode client_id=${clientId}`;
  const proofs: Record<AuthMethod, string> = {
    none: named,
    client_secret_basic: `--user "${clientId}:$CLIENT_SECRET"`,
    client_secret_post: `${named} --data-urlencode "client_secret=$CLIENT_SECRET"`,
    private_key_jwt: `--data-urlencode client_assertion_type=${ASSERTION_TYPE} --data-urlencode "client_assertion=$CLIENT_ASSERTION"`,
  };
  return proofs[method];
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const curl = (values: SnippetValues): string =>
  values.redirectUri === null ? forService(values) : forPeople(values, values.redirectUri);

const forService = (values: SnippetValues): string =>
  linesOf(
    hasSecret(values) && "CLIENT_SECRET='…'",
    `curl ${values.issuer}/oauth/token ${proofOf(values)} \\`,
    `  --data-urlencode grant_type=client_credentials \\`,
    `  --data-urlencode scope=${shellWord(values.scope)}`,
  );

const forPeople = (values: SnippetValues, redirectUri: string): string =>
  linesOf(
    hasSecret(values) && "CLIENT_SECRET='…'",
    `VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\\n')`,
    `CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=\\n')`,
    `STATE=$(openssl rand -hex 16)`,
    '',
    '# 1. Open this address in a browser, and allow.',
    `echo "${values.issuer}/oauth/authorize?response_type=code&client_id=${values.clientId}\\`,
    `&code_challenge=$CHALLENGE&code_challenge_method=S256&state=$STATE\\`,
    `&redirect_uri="${shellWord(encodeURIComponent(redirectUri))}"\\`,
    `&scope="${shellWord(encodeURIComponent(values.scope))}`,
    '',
    '# 2. Compare state with $STATE, and redeem the code within 60 seconds.',
    "CODE='isoc_…'",
    `curl ${values.issuer}/oauth/token ${proofOf(values)} \\`,
    `  --data-urlencode grant_type=authorization_code --data-urlencode "code=$CODE" \\`,
    `  --data-urlencode redirect_uri=${shellWord(redirectUri)} --data-urlencode "code_verifier=$VERIFIER"`,
    '',
    '# 3. Call the API.',
    "ACCESS_TOKEN='isoa_…'",
    `curl ${values.issuer}/v1/ --header "Authorization: Bearer $ACCESS_TOKEN"`,
  );
