import type { Request } from 'express';
import { newId, toWireId } from '../../src/kernel/ids.js';
import { mintSecret } from '../../src/kernel/secret.js';
import { ClientAuthentication } from '../../src/modules/clients/client-authentication.js';
import { StrictForm } from '../../src/platform/http/strict-form.js';
import { storeRow } from '../support/rows.js';
import { TestApp } from '../support/test-app.js';

describe('client authentication over stored clients', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  const authenticate = (body: Record<string, string>) => {
    const request = { headersDistinct: {}, originalUrl: '/oauth/token' } as unknown as Request;
    const form = StrictForm.parse(new URLSearchParams(body).toString());
    const authentication = server.app.get(ClientAuthentication);
    return authentication.authenticate(authentication.read(request, form));
  };

  async function store(defaulted: boolean): Promise<{ client_id: string; client_secret: string }> {
    const secret = mintSecret('iscs');
    const id = await storeRow(server.database, 'clients', {
      token_endpoint_auth_method: 'client_secret_post',
      auth_method_defaulted: defaulted,
      secret_hash: secret.hash,
    });
    return { client_id: toWireId('app', id), client_secret: secret.text };
  }

  it('asks for the secret from the first request if the method was named (CA-05)', async () => {
    const { client_id, client_secret } = await store(false);
    await expect(authenticate({ client_id })).rejects.toMatchObject({ code: 'invalid_client' });
    expect(await authenticate({ client_id, client_secret })).toMatchObject({ clientId: client_id });
  });

  it('lets a defaulted method bind once the secret was used, and only then', async () => {
    const { client_id, client_secret } = await store(true);
    const wrong = { client_id, client_secret: mintSecret('iscs').text };
    expect(await authenticate({ client_id })).toMatchObject({ clientId: client_id });
    await expect(authenticate(wrong)).rejects.toMatchObject({ code: 'invalid_client' });
    expect(await authenticate({ client_id })).toMatchObject({ clientId: client_id });
    await authenticate({ client_id, client_secret });
    await expect(authenticate({ client_id })).rejects.toMatchObject({ code: 'invalid_client' });
  });

  it('knows nobody by a malformed or unknown client_id (CA-06)', async () => {
    for (const client_id of ['x', 'app_', toWireId('app', newId())]) {
      await expect(authenticate({ client_id })).rejects.toMatchObject({ code: 'invalid_client' });
    }
  });
});
