import type { LookupAddress } from 'node:dns';
import { HostResolver } from '../../../src/platform/outbound/host-resolver.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';

/** The responses of internal name servers. */
const NAMES: Readonly<Record<string, string>> = {
  'intranet.example': '10.1.2.3',
  'metadata.example': '169.254.169.254',
};

describe('a metadata document that cannot be read', () => {
  let host: DocumentHost;
  let server: TestApp;
  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
    const resolver = server.app.get(HostResolver, { strict: false });
    jest.spyOn(resolver, 'resolve').mockImplementation((name): Promise<LookupAddress[]> => {
      const address = NAMES[name];
      if (address === undefined) return Promise.reject(new Error(`ENOTFOUND ${name}`));
      return Promise.resolve([{ address, family: 4 }]);
    });
    host.fail('https://app.test/gone', 404);
    host.fail('https://app.test/broken', 503);
    host.publish('https://app.test/page', {}, { 'content-type': 'text/html' });
    host.publish('https://app.test/long', { padding: 'x'.repeat(6_000) });
    host.publish('https://app.test/deep', { a: [[[[[[[[[[[[[]]]]]]]]]]]]] });
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const query = (client_id: string) => ({
    client_id,
    response_type: 'code',
    redirect_uri: 'https://app.test/callback',
    scope: 'segments:read',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });

  it.each<[string, string, RegExp]>([
    ['a name that resolves to nothing', 'https://nobody.example/c', /does not resolve/],
    ['a name of our own network', 'https://intranet.example/c', /not public/],
    ['a name of a metadata service', 'https://metadata.example/c', /not public/],
    ['an address of our own network', 'https://10.1.2.3/c', /not public/],
    ['a port', 'https://intranet.example:8443/c', /port 443/],
    ['a page that is gone', 'https://app.test/gone', /answered 404/],
    ['a host that is out of order', 'https://app.test/broken', /answered 503/],
    ['another type', 'https://app.test/page', /content type/],
    ['too much', 'https://app.test/long', /longer than/],
    ['too many levels', 'https://app.test/deep', /nested/],
  ])(
    'is refused in one sentence for %s, and the log has the reason (C12, C16)',
    async (_, url, reason) => {
      const { log } = server.database;
      const before = log.length;
      const { body } = await server.http
        .post('/oauth/par')
        .type('form')
        .send(query(url))
        .expect(400);
      expect(body).toEqual({
        error: 'invalid_request',
        error_description:
          'The page on which this app describes itself cannot be read now. It must answer with status 200 and at most 5 kB of application/json within 5 seconds, at a public address. Try again in a minute.',
      });
      const page = await server.http.get('/oauth/authorize').query(query(url)).expect(400);
      expect(page.text).toContain(body.error_description);
      expect(page.text).not.toMatch(reason);
      const reasons = log.slice(before).filter((line) => reason.test(line));
      expect(reasons.length).toBeGreaterThanOrEqual(2);
    },
  );
});
