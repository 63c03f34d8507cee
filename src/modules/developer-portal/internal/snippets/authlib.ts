import { hasSecret, linesOf, quoted, type SnippetValues } from './snippet-values.js';

/** https://docs.authlib.org, with `requests`. */
export const authlib = (values: SnippetValues): string =>
  linesOf(
    'import os',
    'from authlib.integrations.requests_client import OAuth2Session',
    '',
    values.method === 'private_key_jwt' &&
      '# private_key_jwt: see "PrivateKeyJWT" in the documentation of Authlib, and register it with the session.',
    `ISSUER = ${quoted(values.issuer)}`,
    'session = OAuth2Session(',
    `    client_id=${quoted(values.clientId)},`,
    hasSecret(values) && '    client_secret=os.environ["CLIENT_SECRET"],',
    `    token_endpoint_auth_method=${quoted(values.method)},`,
    `    scope=${quoted(values.scope)},`,
    values.redirectUri !== null && `    redirect_uri=${quoted(values.redirectUri)},`,
    values.redirectUri !== null && '    code_challenge_method="S256",',
    ')',
    values.redirectUri === null ? forService : forPeople,
    '',
    'print(session.get(f"{ISSUER}/v1/").json())',
  );

const forService = 'session.fetch_token(f"{ISSUER}/oauth/token", grant_type="client_credentials")';

const forPeople = linesOf(
  'verifier = os.urandom(32).hex()',
  'url, state = session.create_authorization_url(f"{ISSUER}/oauth/authorize", code_verifier=verifier)',
  'print("Open this address:", url)',
  'back = input("The address that you came back to: ")',
  '# Checks state, then redeems the code.',
  'session.fetch_token(',
  '    f"{ISSUER}/oauth/token", authorization_response=back, code_verifier=verifier, state=state',
  ')',
);
