import { createHash, randomBytes } from 'node:crypto';
import { fromWireId, toWireId } from '../../../src/kernel/ids.js';
import { Browser } from '../browser.js';
import type { Call, Reply, TwoServers } from './two-servers.js';

const REDIRECT_URI = 'http://127.0.0.1:4000/callback';
const SCOPES = ['project:read', 'segments:read'];

/** A signed-in person, whose apps race. */
export class RacingPerson {
  private constructor(
    readonly servers: TwoServers,
    private readonly cookie: string,
    private readonly csrfToken: string,
    /** Its UUID. */
    readonly projectId: string,
  ) {}

  /** The owner of the demo's projects. */
  static async signIn(servers: TwoServers): Promise<RacingPerson> {
    const browser = new Browser(servers.origin);
    await browser.signIn('olivia@olivar.example', 'demo-password');
    const { html } = await browser.get('/dashboard/connected-apps');
    const csrfToken = /name="csrf_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const [project] = await servers.database.query<{ id: string }>(
      `SELECT id FROM projects WHERE name = 'Olivar España'`,
    );
    const cookie = Object.entries(browser.cookies).map((pair) => pair.join('='));
    return new RacingPerson(servers, cookie.join('; '), csrfToken, project?.id ?? '');
  }

  /** A request for a page as this person; with a form, a POST of it. */
  pageCall(path: string, form?: [string, string][]): Call {
    const headers = { cookie: this.cookie };
    if (!form) return { path, headers };
    return { path, headers, form: [['csrf_token', this.csrfToken], ...form] };
  }

  allow(path: string): Call {
    return this.pageCall(path, [
      ['decision', 'allow'],
      ['project', toWireId('prj', this.projectId)],
      ...SCOPES.map((scope): [string, string] => ['scope', scope]),
    ]);
  }

  deny(path: string): Call {
    return this.pageCall(path, [['decision', 'deny']]);
  }

  disconnect(grantId: string): Call {
    return this.pageCall(`/dashboard/connected-apps/${toWireId('grt', grantId)}/disconnect`, []);
  }
}

/** A new app for each round, so that rounds are independent. */
export class RacingApp {
  private readonly verifier = randomBytes(32).toString('base64url');

  private constructor(
    private readonly person: RacingPerson,
    readonly clientId: string,
    /** The server it uses outside of races. */
    private readonly caller: number,
  ) {}

  static async register(person: RacingPerson, caller: number): Promise<RacingApp> {
    const metadata = {
      client_name: 'Bakery Insights',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
    };
    const reply = await person.servers.send(caller, { path: '/oauth/register', json: metadata });
    return new RacingApp(person, requireBody(reply, 201).client_id ?? '', caller);
  }

  /** The client's UUID. */
  get id(): string {
    return fromWireId('app', this.clientId) ?? '';
  }

  /** Pushes the request, to be opened any number of times (RFC 9126). */
  async push(): Promise<string> {
    const form = Object.fromEntries(this.authorizeParameters());
    const reply = await this.send({ path: '/oauth/par', form });
    return requireBody(reply, 201).request_uri ?? '';
  }

  /** Opens the authorization request. @returns the path of the consent page */
  async ask(requestUri?: string): Promise<string> {
    const parameters = requestUri
      ? new URLSearchParams({ client_id: this.clientId, request_uri: requestUri })
      : this.authorizeParameters();
    const { location, body } = await this.send(
      this.person.pageCall(`/oauth/authorize?${parameters.toString()}`),
    );
    if (!location.startsWith('/oauth/consent/')) throw new Error(`No consent page: ${body}`);
    return location;
  }

  /** From registration to a code. */
  async getCode(): Promise<string> {
    const { location, body } = await this.send(this.person.allow(await this.ask()));
    const code = codeIn(location);
    if (code === null) throw new Error(`No code: ${body}`);
    return code;
  }

  async getTokens(): Promise<Record<string, string>> {
    return requireBody(await this.send(this.redeem(await this.getCode())), 200);
  }

  /** The whole flow by one caller: the first response that is an error, or the tokens. */
  async consentAndRedeem(caller: number): Promise<Reply> {
    const { servers } = this.person;
    const asked = await servers.send(
      caller,
      this.person.pageCall(`/oauth/authorize?${this.authorizeParameters().toString()}`),
    );
    if (!asked.location.startsWith('/oauth/consent/')) return asked;
    const allowed = await servers.send(caller, this.person.allow(asked.location));
    const code = codeIn(allowed.location);
    return code === null ? allowed : servers.send(caller, this.redeem(code));
  }

  redeem(code: string): Call {
    const form = { grant_type: 'authorization_code', code, code_verifier: this.verifier };
    return { path: '/oauth/token', form: { ...form, client_id: this.clientId } };
  }

  refresh(token: string): Call {
    const form = { grant_type: 'refresh_token', refresh_token: token, client_id: this.clientId };
    return { path: '/oauth/token', form };
  }

  revoke(token: string): Call {
    return { path: '/oauth/revoke', form: { token, client_id: this.clientId } };
  }

  async grantId(): Promise<string> {
    const [grant] = await this.person.servers.database.query<{ id: string }>(
      'SELECT id FROM grants WHERE client_id = $1',
      [this.id],
    );
    return grant?.id ?? '';
  }

  private authorizeParameters(): URLSearchParams {
    return new URLSearchParams({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: REDIRECT_URI,
      scope: SCOPES.join(' '),
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  }

  private send(call: Call): Promise<Reply> {
    return this.person.servers.send(this.caller, call);
  }
}

/** The code in the redirect's URL; null if there is none. */
export const codeIn = (location: string): string | null =>
  URL.canParse(location) ? new URL(location).searchParams.get('code') : null;

/** The string members of a JSON response. */
export const bodyOf = ({ body }: Reply): Record<string, string> =>
  JSON.parse(body) as Record<string, string>;

function requireBody(reply: Reply, status: number): Record<string, string> {
  if (reply.status !== status) throw new Error(`${String(reply.status)} ${reply.body}`);
  return bodyOf(reply);
}
