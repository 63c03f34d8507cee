import { readFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import type { Customer } from './actors/customer.js';
import type { TestProject } from './actors/organisation.js';
import type { TestApp } from './test-app.js';

/** The behaviour of a recorded client; the tests contain its requests as observed. */
export interface Recording {
  readonly clientId: string;
  readonly redirectUri: string;
  /** Omitted by clients that accept the default. */
  readonly scope?: string;
  /** Sent to both endpoints by most clients. */
  readonly resource?: string;
  /** Its authentication method at the token endpoint; `none` for a public client. */
  readonly authenticate?: () => Promise<Record<string, string>>;
}

/** A metadata document as its client publishes it. */
export const recordedDocument = (name: string): Record<string, unknown> & { client_id: string } =>
  JSON.parse(readFileSync(`test/fixtures/metadata-documents/${name}.json`, 'utf8')) as Record<
    string,
    unknown
  > & { client_id: string };

/** Registers with the observed metadata. @returns the whole response */
export async function replayRegistration(
  server: TestApp,
  body: object,
): Promise<{ client_id: string; scope: string; redirect_uris: string[]; client_secret?: string }> {
  const answer = await server.http.post('/oauth/register').send(body).expect(201);
  return answer.body as Awaited<ReturnType<typeof replayRegistration>>;
}

/** From the authorization URL to tokens, then a refresh. @throws if any step fails */
export async function replayConnection(
  server: TestApp,
  { clientId, redirectUri, scope, resource, authenticate }: Recording,
  { customer, project }: { customer: Customer; project: TestProject },
): Promise<Record<string, unknown>> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(9).toString('base64url');
  const url = new URL('/oauth/authorize', server.origin);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    redirect_uri: redirectUri,
    state,
    ...(scope === undefined ? {} : { scope }),
    ...(resource === undefined ? {} : { resource }),
  }).toString();
  const scopes = (scope ?? 'project:read').split(' ').filter((name) => name.includes(':'));
  const back = await customer.answer(url, { projects: [project], scopes });
  const answer = Object.fromEntries(back.searchParams);
  expect(back.href.startsWith(redirectUri)).toBe(true);
  expect(answer).toMatchObject({ state, iss: server.origin, code: expect.any(String) });
  const ask = async (form: Record<string, string>): Promise<Record<string, unknown>> => {
    const proof = authenticate ? await authenticate() : { client_id: clientId };
    const extra = resource === undefined ? {} : { resource };
    const { status, body } = await server.http
      .post('/oauth/token')
      .type('form')
      .send({ ...form, ...proof, ...extra });
    expect([status, body]).toEqual([200, expect.anything()]);
    return body as Record<string, unknown>;
  };
  const tokens = await ask({
    grant_type: 'authorization_code',
    code: String(answer.code),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  return ask({ grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) });
}
