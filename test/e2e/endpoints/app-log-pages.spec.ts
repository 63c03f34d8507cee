import { NoteRequests } from '../../../src/modules/app-activity/internal/note-requests.js';
import { NoteScopes } from '../../../src/modules/app-activity/internal/note-scopes.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { ServiceApp } from '../../support/service-app.js';
import { Customer } from '../../support/actors/customer.js';
import { TestApp } from '../../support/test-app.js';

describe('the log of an app in the portal', () => {
  let server: TestApp;
  let app: ServiceApp;
  let project: string;
  let path: string;
  beforeAll(async () => {
    server = await TestApp.start();
    app = await ServiceApp.register(server);
    const { id } = await app.addProject({ scopes: ['project:read', 'segments:read'] });
    project = toWireId('prj', id);
    path = `/developers/apps/${app.clientId}`;
    const { token } = await app.getAccessToken();
    const call = (below: string) =>
      server.http.get(`/v1/project/${project}${below}`).set('Authorization', `Bearer ${token}`);
    await call('/segment').expect(200);
    await call('/channel/sms/sender').expect(403);
    await app.requestTokens({ client_secret: 'wrong' }).expect(401);
    await server.app.get(NoteRequests, { strict: false }).flush();
    await server.app.get(NoteScopes, { strict: false }).flush();
  });
  afterAll(() => server.stop());

  it('shows each request, and what cures a refusal', async () => {
    const { html } = await app.admin.open(`${path}/log`);
    expect(html).toContain('GET /segment');
    expect(html).toContain('invalid_client');
    expect(html).toContain('The secret, key or method is wrong');
    expect(html).toMatch(/insufficient_scope<\/code>.*senders:read/);
    expect(html).toContain('kept for 30 days');
  });

  it('is filtered by the form, which keeps its choice in the address', async () => {
    const form = await app.admin.open(`${path}/log`);
    expect(form.html).toMatch(new RegExp(`<form method="get" action="${path}/log"`));
    expect(form.html).toContain('name="outcome"');
    expect(form.html).toContain(`<option value="${project}">`);
    const location = `${path}/log?outcome=refused&project=${project}`;
    const { html } = await app.admin.open(location);
    expect(html).toContain('insufficient_scope');
    expect(html).not.toContain('invalid_client');
    expect(html).not.toContain('>200<');
  });

  it('has the totals, and the scopes that nothing used', async () => {
    const { html } = await app.admin.open(`${path}/usage`);
    expect(html).toContain('GET /segment');
    expect(html).toContain('0 for 0.00 EUR');
    const [, unused = ''] = html.split('Scopes that nothing used');
    expect(unused).toContain('sms:send');
    expect(unused).not.toContain('segments:read');
  });

  it.each(['before=x', 'project=prj_x', 'outcome=%00', 'outcome=a&outcome=b', 'before[]=1'])(
    'takes %s for no filter',
    async (query) => {
      expect([200, 400]).toContain((await app.admin.open(`${path}/log?${query}`)).status);
    },
  );

  it('does not exist for other organisations', async () => {
    const stranger = await Customer.join(server);
    await stranger.signIn();
    for (const page of ['log', 'usage']) {
      expect((await stranger.open(`${path}/${page}`)).status).toBe(404);
    }
  });
});
