import type { Test } from 'supertest';
import { hashSecret } from '../../src/kernel/secret.js';
import type { TestApp } from './test-app.js';

/** Parameters of a request. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

export interface IssuedCode {
  readonly code: string;
  readonly id: string;
  readonly verifier: string;
}

/** A successful answer of the token endpoint. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly projects: readonly {
    readonly id: string;
    readonly name: string;
    readonly scope: string;
    readonly withheld: readonly { readonly scope: string; readonly reason: string }[];
  }[];
}

/** The row of an access token. */
export interface IssuedToken {
  readonly token: string;
  readonly id: string;
  readonly familyId: string;
}

/** A client at the form endpoints, with its id and secret in the body. */
export class TokenClient {
  protected constructor(
    protected readonly server: TestApp,
    readonly clientId: string,
    /** Empty for a public app. */
    readonly secret: string,
  ) {}

  /** Requests tokens as this app; an empty value removes a parameter. */
  requestTokens(form: Form, via = this.server): Test {
    return this.post('/oauth/token', form, via);
  }

  redeem(code: IssuedCode, form: Form = {}, via = this.server): Test {
    const { code: text, verifier } = code;
    const own = { grant_type: 'authorization_code', code: text, code_verifier: verifier };
    return this.requestTokens({ ...own, ...form }, via);
  }

  refresh(token: string, form: Form = {}, via = this.server): Test {
    const own = { grant_type: 'refresh_token', refresh_token: token };
    return this.requestTokens({ ...own, ...form }, via);
  }

  revoke(token: string, form: Form = {}, via = this.server): Test {
    return this.post('/oauth/revoke', { token, ...form }, via);
  }

  /** Any form endpoint, as this app. */
  post(path: string, form: Form, via = this.server): Test {
    const credentials = { client_id: this.clientId, client_secret: this.secret };
    return via.http
      .post(path)
      .type('form')
      .send(encode({ ...credentials, ...form }));
  }

  protected async rowOf(token: string): Promise<IssuedToken> {
    const [row] = await this.server.database.query<{ id: string; familyId: string }>(
      'SELECT id, family_id AS "familyId" FROM access_tokens WHERE token_hash = $1',
      [hashSecret(token)],
    );
    return { token, id: row?.id ?? '', familyId: row?.familyId ?? '' };
  }
}

/** Text, because supertest would turn a list into `name[0]=…`. */
function encode(form: Form): string {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  return body.toString();
}
