import * as oauth from 'oauth4webapi';
import {
  FaultLab,
  type FaultResult,
} from '../../src/modules/verification/fault-lab/fault-lab.service.js';
import type { Fault } from '../../src/modules/verification/fault-lab/faults.js';
import type { Customer } from './actors/customer.js';
import { Organisation, type SecretApp, type TestProject } from './actors/organisation.js';
import { eventually } from './eventually.js';
import type { TestApp } from './test-app.js';

const REDIRECT_URI = 'https://sync.example/callback';
const LAB_SCOPES = ['project:read', 'segments:read', 'segments:write'];
const MOST_WAIT_MS = 5_000;
const insecure = { [oauth.allowInsecureRequests]: true };

interface Call {
  readonly method?: string;
  readonly body?: object;
  readonly key?: string;
  readonly fault?: string;
  readonly signal?: AbortSignal;
}

/** An app of an organisation, built on oauth4webapi, which a person has connected to a project of that organisation. */
export class LabApp {
  tokens: oauth.TokenEndpointResponse = { access_token: '', token_type: 'bearer' };

  private constructor(
    private readonly server: TestApp,
    private readonly as: oauth.AuthorizationServer,
    readonly app: SecretApp,
    readonly project: TestProject,
    readonly person: Customer,
    readonly organisation: Organisation,
  ) {}

  static async start(server: TestApp, kind: 'live' | 'sandbox' = 'sandbox'): Promise<LabApp> {
    const organisation = await Organisation.of(server);
    const project = await organisation.createProject('Test kitchen', { kind });
    const person = await organisation.person('Dev', [[project, 'owner']]);
    const grantTypes = ['authorization_code', 'refresh_token'] as const;
    const app = await organisation.app('Baker', { grantTypes, scopes: LAB_SCOPES });
    const issuer = new URL(server.origin);
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    const as = await oauth.processDiscoveryResponse(issuer, answer);
    const lab = new LabApp(server, as, app, project, person, organisation);
    await lab.askPerson();
    return lab;
  }

  private get client(): oauth.Client {
    return { client_id: this.app.clientId };
  }

  private get proof(): oauth.ClientAuth {
    return oauth.ClientSecretBasic(this.app.secret);
  }

  /** Authorization code flow: the person allows everything. */
  async askPerson(projects: readonly TestProject[] = [this.project]): Promise<void> {
    const verifier = oauth.generateRandomCodeVerifier();
    const url = new URL(this.as.authorization_endpoint ?? '');
    const parameters = {
      client_id: this.app.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      resource: `${this.server.origin}/v1`,
      scope: `${LAB_SCOPES.join(' ')} offline_access`,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: 'state',
    };
    for (const each of Object.entries(parameters)) url.searchParams.set(...each);
    const back = await this.person.answer(url, { projects, scopes: LAB_SCOPES });
    const code = oauth.validateAuthResponse(this.as, this.client, back, 'state');
    const answer = await oauth.authorizationCodeGrantRequest(
      this.as,
      this.client,
      this.proof,
      code,
      REDIRECT_URI,
      verifier,
      insecure,
    );
    this.tokens = await oauth.processAuthorizationCodeResponse(this.as, this.client, answer);
  }

  /** The answer of a refresh, as it is; nothing is stored. */
  refreshing(fault?: string): Promise<Response> {
    const token = this.tokens.refresh_token ?? '';
    const headers = new Headers(fault === undefined ? [] : [['Simulate-Fault', fault]]);
    const options = { ...insecure, headers };
    return oauth.refreshTokenGrantRequest(this.as, this.client, this.proof, token, options);
  }

  async refresh(fault?: string): Promise<void> {
    const answer = await this.refreshing(fault);
    this.tokens = await oauth.processRefreshTokenResponse(this.as, this.client, answer);
  }

  call(below = '/segment', call: Call = {}): Promise<Response> {
    const headers = new Headers({ Authorization: `Bearer ${this.tokens.access_token}` });
    for (const [name, value] of headersOf(call)) headers.set(name, value);
    const { method = 'GET', body, signal = null } = call;
    return fetch(`${this.server.origin}/v1/project/${this.project.wireId}${below}`, {
      ...{ method, headers, body: body ? JSON.stringify(body) : null, signal },
    });
  }

  results(): Promise<FaultResult[]> {
    return this.server.app.get(FaultLab, { strict: false }).stateOf(this.app.id);
  }

  /** The result of one, which must be of this state soon: it is written after the answer. */
  resultOf(fault: Fault, state: FaultResult['state']): Promise<FaultResult> {
    const deadline = performance.now() + MOST_WAIT_MS;
    return eventually(async () => {
      const found = (await this.results()).find((each) => each.fault === fault);
      if (found?.state === state) return found;
      if (performance.now() < deadline) return undefined;
      throw new Error(`${fault} is ${String(found?.state)} (${String(found?.reason)})`);
    });
  }

  /** Moves the beginning of a trial into the past. */
  async age(fault: Fault, seconds: number): Promise<void> {
    await this.server.database.query(
      `UPDATE fault_trials SET started_at = started_at - make_interval(secs => $3), ends_at = ends_at - make_interval(secs => $3)
       WHERE client_id = $1 AND fault = $2`,
      [this.app.id, fault, seconds],
    );
  }
}

const headersOf = ({ fault, key, body }: Call): [string, string][] =>
  Object.entries({
    'Simulate-Fault': fault,
    'Idempotency-Key': key,
    'Content-Type': body && 'application/json',
  }).filter((header): header is [string, string] => header[1] !== undefined);
