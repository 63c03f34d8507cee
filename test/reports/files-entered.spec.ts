import { Customer } from '../support/actors/customer.js';
import { Organisation } from '../support/actors/organisation.js';
import {
  ThirdPartyApp,
  type ReceivedCode,
  type Tokens,
} from '../support/actors/third-party-app.js';
import { decide } from '../support/consent-page.js';
import { EnteredFiles } from '../support/entered-files.js';
import { TestApp } from '../support/test-app.js';

const SCOPES = 'segments:read offline_access';

/** The files that a reader of one request opens. A line of the output ends with its number of lines. */
it('reports the files that each kind of request enters', async () => {
  const server = await TestApp.start();
  const customer = await Customer.join(server);
  const admin = await Organisation.of(server);
  const project = await admin.createProject('Summer Shop');
  await admin.addMember(project, customer.user, 'owner');
  await admin.addSegment(project, 'Everybody who bought bread');
  const app = await ThirdPartyApp.register(server);
  const path = `/v1/project/${project.wireId}/segment`;
  const connect = () => app.connect(SCOPES, { customer, projects: [project] });
  // Once before counting: work done only the first time does not count.
  await app.call(await connect(), 'GET', path);

  const files = await EnteredFiles.watch();
  await files.during('registration', () => ThirdPartyApp.register(server));
  const page = await files.during('authorize to the consent page', () =>
    customer.open(app.authorizePath(SCOPES)),
  );
  const ticks = { projects: [project.wireId], scopes: ['segments:read'] };
  await files.during('consent', () =>
    decide(customer.browser, { page, action: page.path }, ticks, 'allow'),
  );
  const code: ReceivedCode = await app.askFor(SCOPES, { customer, projects: [project] });
  const redeemed = await files.during('redemption of a code', () => app.redeem(code));
  const tokens = redeemed.body as unknown as Tokens;
  const refreshed = await files.during('refresh', () => app.refresh(tokens));
  const fresh = refreshed.body as unknown as Tokens;
  const read = await files.during('guarded call', () => app.call(fresh, 'GET', path));
  await files.during('page', () => customer.open('/dashboard/connected-apps'));
  await server.stop();

  process.stdout.write(files.report());
  expect(read.status).toBe(200);
});
