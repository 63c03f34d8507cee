import * as oauth from 'openid-client';
import { withCampaigns } from './campaign.js';

/** @typedef {import('./settings.js').Settings} Settings */
/** @typedef {{ id: string, name: string, scope: string, withheld: { scope: string, reason: string }[] }} ProjectAccess */
/** @typedef {{ accessToken: string, refreshToken?: string, expiresAt: Date, scope: string, projects: ProjectAccess[] }} Tokens */
/** @typedef {{ url: URL, state: string, verifier: string }} Departure */

/** Everything OAuth of this app, on top of openid-client and nothing else. */
export class OAuthClient {
  /** @param {oauth.Configuration} configuration @param {Settings} settings */
  constructor(configuration, settings) {
    this.configuration = configuration;
    this.settings = settings;
  }

  /** Reads the server's metadata and registers this app, or uses the registration it was given. @param {Settings} settings */
  static async prepare(settings) {
    const server = new URL(settings.issuer);
    const options = /** @type {const} */ ({
      algorithm: 'oauth2',
      // Plain http is for a server on this very machine.
      execute: server.protocol === 'http:' ? [oauth.allowInsecureRequests] : [],
    });
    const { clientId, clientSecret } = settings;
    const configuration = clientId
      ? await oauth.discovery(server, clientId, undefined, authentication(clientSecret), options)
      : await oauth.dynamicClientRegistration(server, metadata(settings), oauth.None(), options);
    return new OAuthClient(configuration, settings);
  }

  get clientId() {
    return this.configuration.clientMetadata().client_id;
  }

  /** Where to send the person, and what to remember until they come back. @returns {Promise<Departure>} */
  async depart(scope = this.settings.scope) {
    const verifier = oauth.randomPKCECodeVerifier();
    const state = oauth.randomState();
    const url = oauth.buildAuthorizationUrl(this.configuration, {
      redirect_uri: this.settings.redirectUri,
      scope,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    return { url, state, verifier };
  }

  /**
   * The person came back: openid-client checks `state` and `iss`, then redeems the code.
   * @param {URL} callback
   * @param {Departure} departure
   */
  async arrive(callback, { state, verifier }) {
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    return toTokens(await oauth.authorizationCodeGrant(this.configuration, callback, checks));
  }

  /** @param {string} refreshToken */
  async refresh(refreshToken) {
    return toTokens(await oauth.refreshTokenGrant(this.configuration, refreshToken));
  }

  /** Tokens in the app's own name, for one with a secret that an admin has connected as a service. */
  async actAlone() {
    return toTokens(await oauth.clientCredentialsGrant(this.configuration));
  }

  /** Gives the access back. Revoking the refresh token ends its access tokens too. @param {Tokens} tokens */
  async revoke({ accessToken, refreshToken }) {
    await oauth.tokenRevocation(this.configuration, refreshToken ?? accessToken);
  }
}

/** @param {Settings} settings */
const metadata = ({ redirectUri, scope }) => ({
  client_name: 'Bakery Insights (example)',
  application_type: 'native',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  // The most it will ever ask for.
  scope: withCampaigns(scope),
});

/** @param {string | undefined} secret */
const authentication = (secret) => (secret ? oauth.ClientSecretBasic(secret) : oauth.None());

/** @param {oauth.TokenEndpointResponse & oauth.TokenEndpointResponseHelpers} response @returns {Tokens} */
const toTokens = (response) => ({
  accessToken: response.access_token,
  ...(response.refresh_token ? { refreshToken: response.refresh_token } : {}),
  expiresAt: new Date(Date.now() + (response.expiresIn() ?? 0) * 1000),
  scope: response.scope ?? '',
  // An extension of this server: what is granted and withheld per project.
  projects: /** @type {ProjectAccess[]} */ (/** @type {unknown} */ (response.projects ?? [])),
});
