import { mintSecret } from '../../../../src/kernel/secret.js';
import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import type { AuthMethod } from '../../../../src/modules/clients/client.js';
import type { ShownClient } from '../../../../src/modules/clients/shown-client.js';
import { checkClientCredentials } from '../../../../src/modules/clients/internal/check-client-credentials.js';

const secret = mintSecret('iscs');
const other = mintSecret('iscs');

interface Traits {
  registered: AuthMethod;
  defaulted?: boolean;
  authenticated?: boolean;
  disabled?: boolean;
}

const client = ({ registered, defaulted, authenticated, disabled }: Traits): ShownClient =>
  ({
    tokenEndpointAuthMethod: registered,
    authMethodDefaulted: defaulted ?? false,
    authenticatedAt: authenticated ? new Date() : null,
    state: disabled ? 'suspended' : 'registered',
    secretHash: registered === 'none' ? null : secret.hash,
    olderSecret: null,
  }) as ShownClient;

const attempt = (traits: Traits | null, method: AuthMethod, text?: string): OAuthError | null => {
  const credentials = {
    method,
    clientId: 'app_x',
    ...(text === undefined ? {} : { secret: text }),
  };
  try {
    checkClientCredentials(traits && client(traits), credentials);
    return null;
  } catch (error) {
    return error as OAuthError;
  }
};

const BASIC = 'client_secret_basic';
const POST = 'client_secret_post';

describe('a client is who it says', () => {
  it.each<[string, Traits, AuthMethod, string | undefined]>([
    ['public, by name', { registered: 'none' }, 'none', undefined],
    ['Basic, by Basic', { registered: BASIC }, BASIC, secret.text],
    ['post, by post', { registered: POST }, POST, secret.text],
    ['registered for Basic, by post', { registered: BASIC }, POST, secret.text],
    ['registered for post, by Basic', { registered: POST }, BASIC, secret.text],
    ['defaulted, by either', { registered: BASIC, defaulted: true }, POST, secret.text],
    [
      'defaulted and never authenticated, by name',
      { registered: BASIC, defaulted: true },
      'none',
      undefined,
    ],
  ])('when it is %s (CA-01, CA-05)', (_, traits, method, text) => {
    expect(attempt(traits, method, text)).toBeNull();
  });

  it.each<[string, Traits | null, AuthMethod, string | undefined]>([
    ['unknown, by name', null, 'none', undefined],
    ['unknown, by secret', null, BASIC, secret.text],
    ['disabled, by secret', { registered: BASIC, disabled: true }, BASIC, secret.text],
    ['disabled, by name', { registered: 'none', disabled: true }, 'none', undefined],
    ['one with a secret, by name (CA-05)', { registered: BASIC }, 'none', undefined],
    ['one with another secret', { registered: BASIC }, BASIC, other.text],
    ['one with a cut secret', { registered: BASIC }, BASIC, secret.text.slice(0, -1)],
    ['one with the hash as secret', { registered: POST }, POST, secret.hash.toString('hex')],
    ['public, with a secret (B11)', { registered: 'none' }, BASIC, secret.text],
    ['public, with an empty secret', { registered: 'none' }, POST, ''],
    ['registered for Basic, by post, with another secret', { registered: BASIC }, POST, other.text],
    ['registered for a key, by a secret', { registered: 'private_key_jwt' }, POST, secret.text],
    ['registered for a key, by name', { registered: 'private_key_jwt' }, 'none', undefined],
    ['registered for a secret, by a key', { registered: BASIC }, 'private_key_jwt', undefined],
    ['public, by a key', { registered: 'none' }, 'private_key_jwt', undefined],
    [
      'defaulted, by name once it used its secret',
      { registered: BASIC, defaulted: true, authenticated: true },
      'none',
      undefined,
    ],
    ['defaulted, by a wrong secret', { registered: BASIC, defaulted: true }, BASIC, other.text],
  ])('and refused alike when it is %s (CA-05, CA-06)', (_, traits, method, text) => {
    const error = attempt(traits, method, text);
    expect(error).toMatchObject({
      status: 401,
      code: 'invalid_client',
      message: 'Client authentication failed.',
    });
  });
});
