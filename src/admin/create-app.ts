import { toWireId } from '../kernel/ids.js';
import { AUTH_METHODS, GRANT_TYPES } from '../modules/clients/client.js';
import { idOf, type AdminCommand, type Options } from './admin-command.js';

/** `npm run admin -- create-app`: an app of an organisation, under the rules of registration. */
export const createApp: AdminCommand = {
  name: 'create-app',
  summary:
    'An app of an organisation, public or with a secret, which is shown once. Lists are separated by spaces.',
  required: { organisation: 'org_…', name: 'NAME', scope: '"SCOPE …"' },
  optional: {
    'redirect-uris': '"URI …"',
    'grant-types': `"${GRANT_TYPES.join(' ')}"`,
    'auth-method': AUTH_METHODS.join('|'),
    'jwks-uri': 'https://…',
    'application-type': 'web|native',
    'client-uri': 'https://…',
  },
  switches: { 'dpop-bound': 'its tokens are always bound to a key of its own (RFC 9449)' },
  notes: {
    'grant-types':
      'authorization_code and refresh_token unless it is said; client_credentials lets owners and admins connect the app as a service',
    'auth-method': 'client_secret_basic unless it is said; none for a public app',
  },
  async run({ portalApps, tx }, options) {
    const organisationId = idOf('org', options.get('organisation'));
    const actor = { kind: 'system' } as const;
    const registered = await portalApps.create(tx, organisationId, metadataOf(options), actor);
    const { client, secret } = registered;
    return [
      `App "${client.name}" of ${toWireId('org', organisationId)}: ${client.clientId}`,
      ...(secret === null ? [] : [`Secret, shown only now: ${secret}`]),
    ];
  },
};

/** As RFC 7591 §2 names it; absent options get their default. */
function metadataOf(options: Options): Record<string, unknown> {
  return {
    client_name: options.get('name'),
    scope: options.get('scope'),
    redirect_uris: options.list('redirect-uris'),
    grant_types: options.list('grant-types'),
    token_endpoint_auth_method: options.find('auth-method'),
    jwks_uri: options.find('jwks-uri'),
    application_type: options.find('application-type'),
    client_uri: options.find('client-uri'),
    dpop_bound_access_tokens: options.isOn('dpop-bound'),
  };
}
