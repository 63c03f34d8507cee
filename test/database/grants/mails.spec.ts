import { AppConnectedJob } from '../../../src/modules/grants/internal/app-connected.job.js';
import { ServiceConnectedJob } from '../../../src/modules/grants/internal/service-connected.job.js';
import { TellServiceStopped } from '../../../src/modules/grants/internal/tell-service-stopped.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { SentMails } from '../../support/sent-mails.js';
import { takeMails } from '../../support/queued-mails.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

/** Mails state the facts to those concerned, while many others have apps and projects as well. */
describe('a letter about', () => {
  let server: TestApp;
  const mails = new SentMails();
  beforeAll(async () => {
    server = await TestApp.start({ DATA_DIRECTORY: mails.directory });
    for (let i = 0; i < 2; i++) {
      await ConnectedApp.connect(server);
      await ServiceApp.connect(server);
    }
  });
  afterAll(async () => {
    await server.stop();
    mails.burn();
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const leave = (grantId: string, projectId: string) =>
    change(
      'UPDATE grant_projects SET revoked_at = now() WHERE grant_id = $1 AND project_id = $2',
      grantId,
      projectId,
    );
  const end = (grantId: string) =>
    change(`UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`, grantId);
  const name = (clientUuid: string, text: string) =>
    change('UPDATE clients SET name = $2 WHERE id = $1', clientUuid, text);

  describe('an app', () => {
    it('goes to the person who let it in, with the projects that it is connected to', async () => {
      const app = await ConnectedApp.register(server);
      await name(app.clientUuid, 'Right App');
      await app.addProject({ name: 'Bakery' });
      await leave(app.grantId, (await app.addProject({ name: 'Café' })).id);
      const job = server.app.get(AppConnectedJob, { strict: false });
      await job.run({ grantId: app.grantId });
      const sent = mails.to(`${app.userId}@example.test`);
      expect(sent).toHaveLength(1);
      expect(sent[0]).toContain('Right App may now act in your name in: Bakery.');
      await end(app.grantId);
      await job.run({ grantId: app.grantId });
      expect(mails.to(`${app.userId}@example.test`)).toHaveLength(1);
    });
  });

  describe('a service', () => {
    let service: ServiceApp;
    let bakery: string;
    let cafe: string;
    beforeEach(async () => {
      service = await ServiceApp.register(server);
      await name(service.clientUuid, 'Right Sync');
      await change(`UPDATE users SET name = 'The Admin' WHERE id = $1`, service.adminId);
      ({ id: bakery } = await service.addProject({ name: 'Bakery' }));
      ({ id: cafe } = await service.addProject({ name: 'Café' }));
      await takeMails(server);
    });

    /** The recipients, with the projects of their mails. */
    async function audience(): Promise<Record<string, string>> {
      await service.addMember(bakery, 'viewer');
      await service.addMember(bakery, 'owner', { left: true });
      await service.addMember(bakery, 'admin', { disabled: true });
      return {
        [service.adminId]: 'Bakery, Café',
        [await service.addMember(bakery, 'admin')]: 'Bakery',
        [await service.addMember(cafe, 'owner')]: 'Café',
      };
    }
    async function told(pattern: RegExp): Promise<string[]> {
      return (await takeMails(server)).map(({ to, text }) => {
        const [, projects = text] = pattern.exec(text) ?? [];
        return `${String(to.split('@')[0])} ${projects}`;
      });
    }
    const asLines = (expected: Record<string, string>): string[] =>
      Object.entries(expected)
        .map(([id, projects]) => `${id} ${projects}`)
        .sort();

    it('that was connected goes to all who run its projects, each of their own', async () => {
      const pattern = /^The Admin has connected Right Sync as a service\. .* in: (.*)\.$/m;
      const expected = await audience();
      const { grantId, adminId: userId } = service;
      const job = server.app.get(ServiceConnectedJob, { strict: false });
      await job.run({ grantId, userId });
      expect((await told(pattern)).sort()).toEqual(asLines(expected));
      await leave(grantId, cafe);
      await job.run({ grantId, userId });
      const stayed = Object.entries(expected).filter(([, projects]) => projects !== 'Café');
      const left = Object.fromEntries(stayed.map(([id]) => [id, 'Bakery']));
      expect((await told(pattern)).sort()).toEqual(asLines(left));
      await end(grantId);
      await job.run({ grantId, userId });
      expect(await told(pattern)).toEqual([]);
    });

    it('that has stopped goes to all who run the projects where it has, each of their own', async () => {
      const pattern = /^Right Sync no longer works in: (.*)\. The Admin, who connected it there/m;
      const expected = await audience();
      const { grantId, adminId } = service;
      const stopped = [bakery, cafe].map((projectId) => ({ grantId, projectId }));
      const tell = server.app.get(TellServiceStopped, { strict: false });
      await server.app.get(Database).transaction((tx) => tell.execute(tx, adminId, stopped));
      expect((await told(pattern)).sort()).toEqual(asLines(expected));
      await server.app
        .get(Database)
        .transaction((tx) => tell.execute(tx, adminId, stopped.slice(1)));
      const ofCafe = Object.entries(expected).filter(([, projects]) => projects !== 'Bakery');
      const left = Object.fromEntries(ofCafe.map(([id]) => [id, 'Café']));
      expect((await told(pattern)).sort()).toEqual(asLines(left));
    });
  });
});
