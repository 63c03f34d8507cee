import { createHash, randomBytes } from 'node:crypto';
import type { Customer, Decision } from './customer.js';
import type { TestApp } from '../test-app.js';

/** A response of the server, with its body read. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { error?: string; code?: string };
  readonly headers: Headers;
}

/** A token response. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly projects: readonly {
    readonly id: string;
    readonly scope: string;
    readonly withheld: readonly { readonly scope: string; readonly reason: string }[];
  }[];
}

/** The code of a response, with the `code_verifier` for it. */
export interface ReceivedCode {
  readonly code: string;
  readonly verifier: string;
  /** All parameters: `code`, `state`, `iss`, or `error`. */
  readonly answer: URLSearchParams;
}

/** The customer, the resource, and the decision. */
export type Asking = {
  readonly customer: Customer;
  readonly resource?: string;
} & Partial<Decision>;

const REDIRECT_URI = 'http://127.0.0.1:4000/callback';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** An app that registers dynamically and reads the server's metadata. */
export class ThirdPartyApp {
  private constructor(
    private readonly base: string,
    readonly clientId: string,
    readonly redirectUri: string,
  ) {}

  /** @param metadata overrides those of a public native app (RFC 7591) */
  static async register(
    server: TestApp,
    metadata: Record<string, unknown> = {},
  ): Promise<ThirdPartyApp> {
    const base = server.origin.replace('localhost', '127.0.0.1');
    const { status, body } = await send(base, 'POST', '/oauth/register', {
      body: JSON.stringify({
        client_name: 'Bakery Insights',
        redirect_uris: [REDIRECT_URI],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
        ...metadata,
      }),
      headers: { 'content-type': 'application/json' },
    });
    if (status !== 201) throw new Error(`Registration refused: ${JSON.stringify(body)}`);
    const [redirectUri] = body.redirect_uris as string[];
    return new ThirdPartyApp(base, body.client_id as string, redirectUri as string);
  }

  /** An existing app, such as a verified one. */
  static existing(server: TestApp, app: { clientId: string; redirectUri: string }): ThirdPartyApp {
    const base = server.origin.replace('localhost', '127.0.0.1');
    return new ThirdPartyApp(base, app.clientId, app.redirectUri);
  }

  /** The authorization URL, as a path of the server. */
  authorizePath(
    scopes: string,
    verifier = randomBytes(32).toString('base64url'),
    resource?: string,
  ): string {
    const parameters = new URLSearchParams({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      scope: scopes,
      state: 'xyz',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(resource === undefined ? {} : { resource }),
    });
    return `/oauth/authorize?${parameters.toString()}`;
  }

  /**
   * Redirects the customer to the server with `scopes`; the customer ticks all of them in `projects`, or decides
   * otherwise.
   */
  async askFor(scopes: string, { customer, resource, ...decision }: Asking): Promise<ReceivedCode> {
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL(this.authorizePath(scopes, verifier, resource), this.base);
    const ticked = scopes.split(' ').filter((scope) => scope !== 'offline_access');
    const back = await customer.answer(url, { projects: [], scopes: ticked, ...decision });
    const answer = back.searchParams;
    return { code: answer.get('code') ?? '', verifier, answer };
  }

  /** Redeems a code; the response may be an error. */
  redeem(
    { code, verifier }: Pick<ReceivedCode, 'code' | 'verifier'>,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier };
    return this.token({ ...form, ...more });
  }

  refresh(
    { refresh_token }: Pick<Tokens, 'refresh_token'>,
    scope?: string,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    return this.token({
      grant_type: 'refresh_token',
      refresh_token,
      ...(scope === undefined ? {} : { scope }),
      ...more,
    });
  }

  /** From the authorization request to tokens. @throws if any step fails */
  async connect(scopes: string, decision: Asking): Promise<Tokens> {
    const { status, body } = await this.redeem(await this.askFor(scopes, decision));
    if (status !== 200) throw new Error(`No tokens: ${JSON.stringify(body)}`);
    return body as unknown as Tokens;
  }

  revoke(token: string): Promise<Answer> {
    const body = new URLSearchParams({ token, client_id: this.clientId });
    return send(this.base, 'POST', '/oauth/revoke', { body, headers: FORM });
  }

  /** Calls the Product API, as `app.call(tokens, 'GET', '/v1/')`. */
  call(
    { access_token }: Pick<Tokens, 'access_token'>,
    method: string,
    path: string,
    body?: object,
  ): Promise<Answer> {
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    return send(this.base, method, path, {
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private token(parameters: Record<string, string>): Promise<Answer> {
    const body = new URLSearchParams({ ...parameters, client_id: this.clientId });
    return send(this.base, 'POST', '/oauth/token', { body, headers: FORM });
  }
}

async function send(base: string, method: string, path: string, init: RequestInit) {
  const response = await fetch(new URL(path, base), { ...init, method });
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Answer['body'];
  return { status: response.status, body, headers: response.headers };
}
