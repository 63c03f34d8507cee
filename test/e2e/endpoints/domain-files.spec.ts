import type { ServerResponse } from 'node:http';
import { newId } from '../../../src/kernel/ids.js';
import { DOMAIN_CHECKS } from '../../../src/platform/http/rate-limit/buckets.js';
import type { Customer } from '../../support/actors/customer.js';
import { Organisation } from '../../support/actors/organisation.js';
import { DocumentHost } from '../../support/document-host.js';
import { askOnly } from '../../support/domain-owner.js';
import { NameServer } from '../../support/name-server.js';
import { registerPortalApp } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

/** Names of apps must not look alike. */
const letters = () => newId().replaceAll(/[^a-f]/g, '');

const HOST = 'bakery.app.test';
const FILE = `https://${HOST}/.well-known/connected-apps-verification.txt`;

/** A developer who publishes the value as a file of the host of their app. */
describe('a file that proves a host', () => {
  let server: TestApp;
  /** The same with limits of requests. */
  let limited: TestApp;
  let host: DocumentHost;
  let names: NameServer;
  let dario: Customer;
  let path: string;

  beforeAll(async () => {
    host = await DocumentHost.start();
    names = await NameServer.start();
    server = await TestApp.start(host.variables(HOST));
    limited = await server.startReplica({ RATE_LIMIT_SCALE: '1', ...host.variables(HOST) });
    askOnly(server, names);
    askOnly(limited, names);
  });
  afterAll(async () => {
    await limited.stop();
    await server.stop();
    names.stop();
    await host.stop();
  });
  beforeEach(async () => {
    await register(server);
  });

  /** An app of another organisation than before, and its developer. */
  async function register(on: TestApp): Promise<void> {
    const organisation = await Organisation.of(on);
    const bakery = await organisation.createProject('Bakery');
    dario = await organisation.person('Dario', [[bakery, 'developer']]);
    const { client } = await registerPortalApp(on, organisation.organisationId, {
      ...{ client_name: `Bread ${letters()}`, client_uri: `https://${HOST}/` },
      ...{ redirect_uris: [`https://${HOST}/callback`], scope: 'project:read' },
    });
    path = `/developers/apps/${client.clientId}/verification`;
  }

  const page = async (): Promise<string> => (await dario.open(path)).html;
  /** Checks the hosts by the button of the page. @returns the page after it */
  const check = async (): Promise<string> => {
    expect((await checkNow()).status).toBe(303);
    return page();
  };
  const checkNow = async () => dario.browser.submit(await dario.open(path), `${path}/domains`);
  const serve = (answer: (response: ServerResponse) => void): void =>
    host.handle(FILE, (_, response) => answer(response));
  const token = async (): Promise<string> =>
    /connected-apps-verification=[0-9a-f]{40}/.exec(await page())?.[0] ?? '';

  it('is at the address that the page says, with the value alone', async () => {
    expect(await page()).toContain(`<code>${FILE}</code>`);
    const value = await token();
    serve((response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`${value}\n`),
    );
    const html = await check();
    expect(html).toContain('Proven');
    expect(html).not.toContain('Neither the record');
    expect(host.asked).toContain(FILE);
    // The host learns nothing of the person or the app.
    const headers = Object.keys(host.headers.at(-1) ?? {});
    expect(headers).toContain('host');
    for (const name of ['cookie', 'authorization', 'referer']) expect(headers).not.toContain(name);
  });

  it('proves nothing any more once it is gone, and says so', async () => {
    const value = await token();
    serve((response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(value));
    expect(await check()).toContain('Proven');
    serve((response) => response.writeHead(404).end());
    expect(await check()).not.toContain('>Proven<');
  });

  it.each<[string, string, (response: ServerResponse, value: string) => void]>([
    ['that is missing', 'Neither the record', (response) => response.writeHead(404).end()],
    [
      'of another app',
      'with another value',
      (response) =>
        response
          .writeHead(200, { 'content-type': 'text/plain' })
          .end(`connected-apps-verification=${'0'.repeat(40)}`),
    ],
    [
      'with more than the value',
      'with another value',
      (response, value) =>
        response.writeHead(200, { 'content-type': 'text/plain' }).end(`${value} and more`),
    ],
    [
      'that is too long',
      'Neither the record',
      (response, value) =>
        response.writeHead(200, { 'content-type': 'text/plain' }).end(value.padEnd(2_000, ' ')),
    ],
    [
      'that is elsewhere: a redirect is not followed',
      'Neither the record',
      (response) => response.writeHead(302, { location: `https://${HOST}/other` }).end(),
    ],
  ])('is none %s', async (_case, said, answer) => {
    const value = await token();
    host.handle(`https://${HOST}/other`, (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end(value),
    );
    serve((response) => answer(response, value));
    const html = await check();
    expect(html).toContain(said);
    expect(html).not.toContain('>Proven<');
    expect(host.asked).not.toContain(`https://${HOST}/other`);
  });

  it('is looked for 30 times an hour for one organisation, and still for another', async () => {
    await register(limited);
    serve((response) => response.writeHead(404).end());
    for (let check = 0; check < DOMAIN_CHECKS.byOrganisation.limit; check++) await checkNow();
    expect(await page()).toContain('Neither the record');
    await checkNow();
    expect(await page()).toContain('checked too often');
    await register(limited);
    // The file of a host is fetched 20 times a minute at most, for all organisations together.
    names.publishText(`_connected-apps.${HOST}`, await token());
    expect(await check()).toContain('Proven');
  });
});
