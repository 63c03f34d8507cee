import type { User } from '../../src/modules/accounts/users.service.js';
import { toWireId } from '../../src/kernel/ids.js';
import { AppSubmissions } from '../../src/modules/reviews/app-submissions.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Customer } from './actors/customer.js';
import { Organisation, type SecretApp, type TestProject } from './actors/organisation.js';
import { ThirdPartyApp } from './actors/third-party-app.js';
import { Browser, type BrowserPage } from './browser.js';
import { listApp } from './listed-app.js';
import { nameTester, PASSWORD, signUpStaff } from './shortcuts.js';
import { TestApp } from './test-app.js';

// The names are Hebrew, so that they show where a name could reorder the server's text.
export const APP = '\u05D0\u05E4\u05DC\u05D9\u05E7\u05E6\u05D9\u05D4';
const SERVICE = '\u05E9\u05D9\u05E8\u05D5\u05EA';
const PROJECT = '\u05E4\u05E8\u05D5\u05D9\u05E7\u05D8';
const ORGANISATION = '\u05D0\u05E8\u05D2\u05D5\u05DF';
const PERSON = '\u05D0\u05E0\u05D4';

/** Everything that pages show: apps, a service, testers, a listed app, a version in review, and who may see them. */
export class PageTour {
  private constructor(
    readonly server: TestApp,
    readonly ana: Customer,
    readonly project: TestProject,
    /** Not connected: the errors of its requests are shown on a page. */
    readonly stranger: ThirdPartyApp,
    readonly service: SecretApp,
    /** Whose flow Ana tries. */
    readonly tried: SecretApp,
    readonly tester: string,
    /** Path of an offer of an app to Ana. */
    readonly transfer: string,
    readonly listed: { readonly slug: string },
    readonly reviewer: User,
    readonly rita: Browser,
  ) {}

  static async start(): Promise<PageTour> {
    const server = await TestApp.start();
    const organisation = await Organisation.of(server);
    await server.database.query('UPDATE organisations SET name = $1', [ORGANISATION]);
    const project = await organisation.createProject(PROJECT);
    const ana = await organisation.person(PERSON, [[project, 'owner']]);
    const reviewer = await signUpStaff(server, PERSON);
    const rita = new Browser(server.origin);
    await rita.signIn(reviewer.email, PASSWORD);
    await connectApp(server, ana, project);
    const stranger = await ThirdPartyApp.register(server, { client_name: APP });
    const service = await organisation.app(SERVICE);
    await organisation.connect(ana, service, { projects: [project] });
    const tried = await organisation.app(SERVICE, { grantTypes: ['authorization_code'] });
    const tester = toWireId('tst', await nameTester(server, service.id, ana.user));
    const transfer = await offer(ana, service);
    const texts = { en: { summary: APP, description: `${APP}\n\n- ${APP}` } };
    const listed = await listApp(server, { name: APP, organisation: ORGANISATION, texts });
    await submit(server, service);
    return new PageTour(
      server,
      ana,
      project,
      stranger,
      service,
      tried,
      tester,
      transfer,
      listed,
      reviewer,
      rita,
    );
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

async function connectApp(server: TestApp, customer: Customer, project: TestProject) {
  const app = await ThirdPartyApp.register(server, { client_name: APP });
  await app.connect('project:read segments:read', { customer, projects: [project] });
  const resource = `${server.origin}/mcp`;
  await app.connect('mcp:read', { customer, projects: [project], resource });
}

/** Ana offers an app to herself. */
async function offer(ana: Customer, { clientId }: SecretApp): Promise<string> {
  const ownership = `/developers/apps/${clientId}/ownership`;
  const fields = { email: ana.user.email, offer_name: SERVICE };
  await ana.browser.submit(await ana.open(ownership), `${ownership}/offer`, fields);
  const { html } = await ana.open('/developers/transfers');
  return /\/developers\/transfers\/trf_\w+/.exec(html)?.[0] ?? '';
}

const submit = ({ app }: TestApp, service: SecretApp): Promise<void> =>
  app
    .get(Database)
    .transaction((tx) =>
      app
        .get(AppSubmissions, { strict: false })
        .submit(tx, service.id, { actor: { kind: 'system' } }),
    );

type Visit = (tour: PageTour) => Promise<BrowserPage>;

const open =
  (path: string): Visit =>
  ({ ana }) =>
    ana.open(path);
const openAsStaff =
  (path: string): Visit =>
  ({ rita }) =>
    rita.get(path);
/** A part of the app in the developer portal. */
const appPage =
  (part: string): Visit =>
  ({ ana, service }) =>
    ana.open(`/developers/apps/${service.clientId}${part}`);
const review: Visit = async ({ rita }) => {
  const { html } = await rita.get('/staff');
  return rita.get(/\/staff\/reviews\/rev_\w+/.exec(html)?.[0] ?? '');
};
const authorize =
  (more: string): Visit =>
  ({ ana, stranger }) =>
    ana.open(`${stranger.authorizePath('segments:read')}${more}`);
const triedFlow: Visit = async ({ ana, tried }) => {
  const path = `/developers/apps/${tried.clientId}/try`;
  const choice = { redirect_uri: 'https://sync.example/callback', scope: 'project:read' };
  await ana.browser.submit(await ana.open(path), path, choice);
  return ana.open(`${path}/request`);
};
/** The question before an app is disconnected. */
export const question =
  (of = ''): Visit =>
  async ({ ana }) => {
    const { html } = await ana.open('/dashboard/connected-apps');
    const [path = ''] = /\/dashboard\/connected-apps\/grt_\w+\/disconnect/.exec(html) ?? [];
    return ana.open(path + of);
  };

/** By route: what is opened there, and the names it must show. Routes that only redirect have nothing. */
export const VISITS: readonly (readonly [route: string, visit: Visit | null, names: string[]])[] = [
  ['/', open('/'), []],
  ['/dashboard', null, []],
  ['/login', (tour) => new Browser(tour.server.origin).get('/login'), []],
  ['/password/forgotten', open('/password/forgotten'), []],
  ['/password/forgotten/sent', open('/password/forgotten/sent'), []],
  ['/password/reset', null, []],
  ['/password/reset/new', open('/password/reset/new'), []],
  ['/dashboard/account', open('/dashboard/account'), [PERSON]],
  ['/staff', openAsStaff('/staff'), [SERVICE, ORGANISATION]],
  ['/staff/reviews/:version', review, [SERVICE]],
  ['/developers/apps/:app/verification', appPage('/verification'), [SERVICE]],
  ['/oauth/authorize', authorize('&code_challenge_method=plain'), [APP]],
  ['/oauth/authorize/:request', null, []],
  ['/oauth/authorize/:request/account', authorize('&prompt=select_account'), [APP, PERSON]],
  ['/oauth/consent/:request', authorize(''), [APP, PERSON, PROJECT, ORGANISATION]],
  ['/dashboard/connected-apps', open('/dashboard/connected-apps'), [APP, PROJECT]],
  ['/dashboard/connected-apps/:grant/disconnect{/:project}', question(), [APP]],
  [
    '/dashboard/connected-apps/:grant/disconnect{/:project}',
    (tour) => question(`/${tour.project.wireId}`)(tour),
    [APP, PROJECT],
  ],
  ['/dashboard/services', open('/dashboard/services'), [SERVICE, PROJECT, ORGANISATION, PERSON]],
  [
    '/dashboard/services/:app',
    (tour) => tour.ana.open(tour.service.path),
    [SERVICE, PROJECT, ORGANISATION],
  ],
  [
    '/dashboard/services/:app/disconnect{/:project}',
    (tour) => tour.ana.open(`${tour.service.path}/disconnect`),
    [SERVICE],
  ],
  [
    '/dashboard/services/:app/disconnect{/:project}',
    (tour) => tour.ana.open(`${tour.service.path}/disconnect/${tour.project.wireId}`),
    [SERVICE, PROJECT],
  ],
  ['/developers', open('/developers'), [SERVICE, ORGANISATION]],
  ['/developers/sandbox', open('/developers/sandbox'), [ORGANISATION]],
  ['/developers/transfers', open('/developers/transfers'), [SERVICE, PERSON, ORGANISATION]],
  [
    '/developers/transfers/:transfer',
    (tour) => tour.ana.open(tour.transfer),
    [SERVICE, PERSON, ORGANISATION],
  ],
  ['/developers/apps/:app/try', appPage('/try'), [SERVICE]],
  ['/developers/apps/:app/try/request', triedFlow, [SERVICE]],
  ['/developers/apps/:app/fault-lab', appPage('/fault-lab'), [SERVICE]],
  ['/developers/apps/:app/listing', appPage('/listing'), [SERVICE]],
  ['/apps', open('/apps'), [APP, ORGANISATION]],
  ['/apps/:slug', (tour) => tour.ana.open(`/apps/${tour.listed.slug}`), [APP, ORGANISATION]],
  ['/connect/:slug', (tour) => tour.ana.open(`/connect/${tour.listed.slug}`), [APP]],
  ['/robots.txt', null, []],
  ['/sitemap.xml', null, []],
  ['/sitemaps/:file', null, []],
  ['/developers/apps/:app/log', appPage('/log'), [SERVICE]],
  ['/developers/apps/:app/usage', appPage('/usage'), [SERVICE]],
  ['/staff', openAsStaff('/staff'), []],
  ['/staff/apps', (tour) => tour.rita.get(`/staff/apps?words=${tour.service.clientId}`), [SERVICE]],
  [
    '/staff/apps/:app',
    (tour) => tour.rita.get(`/staff/apps/${tour.service.clientId}`),
    [SERVICE, ORGANISATION],
  ],
  [
    '/staff/apps/:app/report',
    (tour) => tour.rita.get(`/staff/apps/${tour.service.clientId}/report`),
    [SERVICE, PROJECT, ORGANISATION],
  ],
  ['/staff/apps/:app/report.csv', null, []],
  [
    '/staff/apps/:app/report/:project',
    (tour) => tour.rita.get(`/staff/apps/${tour.service.clientId}/report/${tour.project.wireId}`),
    [SERVICE, PROJECT, ORGANISATION],
  ],
  ['/developers/new', open('/developers/new'), [ORGANISATION]],
  [
    '/dashboard/projects/:project/test-numbers',
    (tour) => tour.ana.open(`/dashboard/projects/${tour.project.wireId}/test-numbers`),
    [PROJECT],
  ],
  ['/dashboard/testing', open('/dashboard/testing'), [SERVICE, ORGANISATION]],
  ['/developers/apps/:app/testers', appPage('/testers'), [SERVICE, PERSON]],
  [
    '/developers/apps/:app/testers/:tester/remove',
    (tour) =>
      tour.ana.open(`/developers/apps/${tour.service.clientId}/testers/${tour.tester}/remove`),
    [],
  ],
  ['/developers/apps/:app/settings', appPage('/settings'), [SERVICE, ORGANISATION]],
  ['/developers/apps/:app/secrets', appPage('/secrets'), [SERVICE, ORGANISATION]],
  ['/developers/apps/:app/logo', appPage('/logo'), [SERVICE, ORGANISATION]],
  ['/developers/apps/:app/ownership', appPage('/ownership'), [SERVICE, ORGANISATION, PROJECT]],
  ['/developers/apps/:app', appPage(''), [SERVICE]],
];
