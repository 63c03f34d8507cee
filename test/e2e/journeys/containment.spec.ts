import { NoteRequests } from '../../../src/modules/app-activity/internal/note-requests.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { ServiceApp } from '../../support/service-app.js';
import { fundsOf, makeReadyToSend, PRICE } from '../../support/sending.js';
import { addContact, addMember, PASSWORD, signUp, signUpStaff } from '../../support/shortcuts.js';
import { runQueued } from '../../support/queued-jobs.js';
import { takeMails } from '../../support/queued-mails.js';
import { TestApp } from '../../support/test-app.js';

const REASON = 'Its refresh tokens were published on a forum.';

describe('staff contain an app (N11, E23)', () => {
  let server: TestApp;
  let rita: Browser;
  let ritaId: string;
  beforeAll(async () => {
    server = await TestApp.start();
    const staff = await signUpStaff(server);
    ritaId = staff.id;
    rita = new Browser(server.origin);
    await rita.signIn(staff.email, PASSWORD);
  });
  afterAll(() => server.stop());

  const pathOf = (clientId: string): string => `/staff/apps/${clientId}`;

  async function suspend(clientId: string, name: string, reason = REASON): Promise<BrowserPage> {
    const path = pathOf(clientId);
    return rita.submit(await rita.get(path), `${path}/suspend`, { name, reason });
  }

  async function restore(clientId: string, step: string): Promise<BrowserPage> {
    const path = pathOf(clientId);
    return rita.submit(await rita.get(path), `${path}/restore`, { step });
  }

  /** An app that has read three contacts and sent two messages in a project. */
  async function busy(): Promise<ApiCaller> {
    const caller = await ApiCaller.connect(server);
    const { database } = server;
    const contacts: string[] = [];
    for (const phone of ['+34600000101', '+34600000102', '+34600000103']) {
      contacts.push(await addContact(database, caller.project.id, { phone, userId: phone }));
    }
    await makeReadyToSend(database, caller.project.id);
    await caller.post('/audience/scroll', {}).expect(200);
    await caller.get('/segment/seg_none').expect(404);
    for (const contact of contacts.slice(0, 2)) {
      const path = `/channel/sms/sms/direct/default/${contact}`;
      await caller.post(path, { text: 'Bread is ready' }).expect(201);
    }
    await server.app.get(NoteRequests, { strict: false }).flush();
    return caller;
  }

  it('by its name, a written reason and a confirmation, and everything is recorded', async () => {
    const caller = await busy();
    const { clientId, clientUuid } = caller.app;
    const found = await rita.get(`/staff/apps?words=${clientId}`);
    expect(found.html).toContain(pathOf(clientId));
    const wrong = await suspend(clientId, 'Another App');
    expect([wrong.status, wrong.html]).toEqual([400, expect.stringContaining('not the name')]);
    const short = await suspend(clientId, 'Example App', 'no');
    expect([short.status, short.html]).toEqual([400, expect.stringContaining('10 to 1000')]);
    await caller.get('/segment').expect(200);
    const done = await suspend(clientId, 'Example App');
    expect(done.headers.get('location')).toBe(`${pathOf(clientId)}?done=suspended`);
    await caller.get('/segment').expect(401);
    expect((await rita.get(pathOf(clientId))).html).toContain(REASON);
    const [event] = await server.database.query<{ actor: object; context: object }>(
      `SELECT actor, context FROM audit_events WHERE type = 'client.suspended' AND target ->> 'id' = $1`,
      [clientUuid],
    );
    expect(event).toEqual({
      actor: { kind: 'user', userId: ritaId },
      context: { written_reason: REASON },
    });
    expect((await rita.get('/staff/apps')).html).toContain(pathOf(clientId));
  });

  it('and the report has what it really read and sent, as page and as CSV', async () => {
    const caller = await busy();
    const { clientId } = caller.app;
    const path = `${pathOf(clientId)}/report`;
    const project = toWireId('prj', caller.project.id);
    const [paid] = await server.database.query<{ messages: number; spent: string }>(
      `SELECT count(*)::int AS messages, sum(amount)::text AS spent FROM funds_movements
       WHERE project_id = $1 AND kind = 'reserve'`,
      [caller.project.id],
    );
    expect(paid).toEqual({ messages: 2, spent: String(2n * PRICE) });
    const all = await rita.get(`${path}.csv?days=7`);
    expect(all.headers.get('content-disposition')).toBe(
      `attachment; filename="report-${clientId}.csv"`,
    );
    expect(all.html.split('\r\n')[1]).toBe(`"${project}","Bakery","Bakery Ltd",1,4,1,3,2,"0.10"`);
    const one = await rita.get(`${path}/${project}.csv`);
    expect(one.html.split('\r\n').map((line) => line.split(',').slice(0, 5).join())).toEqual(
      expect.arrayContaining([
        '"Calls","POST /audience/scroll",1,0,3',
        '"Calls","GET /segment/{uid}",1,1,0',
        '"Messages sent","",2,"",""',
      ]),
    );
    expect((await rita.get(path)).html).toContain('Bakery');
    expect((await rita.get(`${path}/${project}`)).html).toContain('GET /segment/{uid}');
    expect((await rita.get(`${path}/prj_${'0'.repeat(26)}`)).status).toBe(404);
  });

  it('and what it has queued is not sent, and paid back', async () => {
    const caller = await busy();
    await suspend(caller.app.clientId, 'Example App');
    await runQueued(server, 'dispatch-messages');
    const { database } = server;
    const messages = await database.query(
      'SELECT DISTINCT status, status_code AS code FROM sms_messages WHERE project_id = $1',
      [caller.project.id],
    );
    expect(messages).toEqual([{ status: 'canceled', code: 'access_ended' }]);
    expect(await fundsOf(database, caller.project.id)).toMatchObject({
      reserved: 0n,
      captured: 0n,
    });
  });

  it('and the owners and admins of its projects are told once, with what it did, and its developers', async () => {
    const caller = await busy();
    const other = await signUp(server, 'Otto');
    await addMember(server, caller.project.id, other.id, 'admin');
    await addMember(server, caller.project.id, (await signUp(server, 'Vera')).id, 'viewer');
    const service = await ServiceApp.connect(server);
    const told = async () => {
      await runQueued(server, 'client-suspension-changed');
      await runQueued(server, 'tell-affected-by-suspension');
      return takeMails(server);
    };
    await told();
    await suspend(caller.app.clientId, 'Example App');
    await suspend(service.clientId, 'Nightly Sync');
    const mails = await told();
    const admins = mails.filter(({ text }) => text.includes('3 contacts in the answers'));
    expect(admins.map(({ to }) => to).sort()).toEqual(
      [caller.app.person.user.email, other.email].sort(),
    );
    expect(admins[0]?.text).toContain('2 messages sent for 0.10 EUR');
    const developers = mails.filter(({ text }) => text.includes(`The reason: ${REASON}`));
    expect(developers).toHaveLength(1);
    expect(developers[0]?.text).toContain('Nightly Sync');
  });

  it('and restore it in stages, once its secret was replaced and its connections have ended', async () => {
    const service = await ServiceApp.connect(server);
    const { clientId, clientUuid } = service;
    await suspend(clientId, 'Nightly Sync');
    expect((await restore(clientId, 'begin')).status).toBe(409);
    for (const step of ['constructor', 'toString', '']) {
      expect((await restore(clientId, step)).status).toBe(400);
    }
    expect((await rita.get(`${pathOf(clientId)}?done=constructor`)).status).toBe(200);
    expect((await rita.get(pathOf(clientId))).html).toContain('End all its connections');
    expect((await restore(clientId, 'consent')).status).toBe(303);
    await server.database.query(`UPDATE clients SET secret_hash = $2 WHERE id = $1`, [
      clientUuid,
      Buffer.alloc(32, 7),
    ]);
    const early = await restore(clientId, 'begin');
    expect([early.status, early.html]).toEqual([409, expect.stringContaining('1 are left')]);
    await runQueued(server, 'end-grants-of-suspended');
    const ended = await server.database.query(
      'SELECT revoked_reason AS reason FROM grants WHERE client_id = $1',
      [clientUuid],
    );
    expect(ended).toEqual([{ reason: 'app_suspended' }]);
    expect((await restore(clientId, 'begin')).status).toBe(303);
    expect((await rita.get(pathOf(clientId))).html).toContain('Being restored');
    expect((await restore(clientId, 'finish')).status).toBe(303);
    expect((await rita.get(pathOf(clientId))).html).toContain('>In use<');
  });

  it('and its developers see that in the portal, where they replace its secret', async () => {
    const service = await ServiceApp.connect(server);
    const path = `/developers/apps/${service.clientId}`;
    expect((await service.admin.open(path)).html).not.toContain('is suspended');
    await suspend(service.clientId, 'Nightly Sync');
    expect((await service.admin.open(path)).html).toContain('This app is suspended');
    const page = await service.admin.open(`${path}/secrets`);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('is suspended')]);
    const { database } = server;
    const hashOf = () =>
      database.query('SELECT secret_hash FROM clients WHERE id = $1', [service.clientUuid]);
    const before = await hashOf();
    await service.admin.browser.submit(page, `${path}/secrets`, { overlap: '0' });
    expect(await hashOf()).not.toEqual(before);
    expect((await restore(service.clientId, 'begin')).status).toBe(303);
    expect((await service.admin.open(path)).html).toContain('being restored');
  });

  it('and nobody else can: the pages do not exist for them', async () => {
    const caller = await ApiCaller.connect(server);
    const { clientId } = caller.app;
    const browser = new Browser(server.origin);
    await browser.signIn(caller.app.person.user.email, PASSWORD);
    const paths = ['/staff/apps', pathOf(clientId), `${pathOf(clientId)}/report.csv`];
    for (const path of paths) expect((await browser.get(path)).status).toBe(404);
    const form = { name: 'Example App', reason: REASON };
    expect((await browser.post(`${pathOf(clientId)}/suspend`, form)).status).toBe(404);
    await caller.get('/segment').expect(200);
  });
});
