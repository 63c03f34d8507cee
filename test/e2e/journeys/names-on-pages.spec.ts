import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import type { User } from '../../../src/modules/accounts/users.service.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { SurfaceCensus } from '../../../src/platform/http/surface-census.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { listApp } from '../../support/listed-app.js';
import { PASSWORD, signUpStaff } from '../../support/shortcuts.js';
import { nameTester } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const APP = '\u05D0\u05E4\u05DC\u05D9\u05E7\u05E6\u05D9\u05D4';
const SERVICE = '\u05E9\u05D9\u05E8\u05D5\u05EA';
const PROJECT = '\u05E4\u05E8\u05D5\u05D9\u05E7\u05D8';
const ORGANISATION = '\u05D0\u05E8\u05D2\u05D5\u05DF';
const PERSON = '\u05D0\u05E0\u05D4';

/** Only names are in Hebrew here, so Hebrew outside of a `<bdi>` is a name that could reorder the server's text. */
const HEBREW = /[\u0590-\u05FF]+/u;

/** The text of the page without names: without markup, its attributes, and the initial in the avatar. */
const ourWords = (html: string): string =>
  html
    .replace(/<title>.*?<\/title>/, '')
    // Data for machines, which is not drawn.
    .replace(/<script type="application\/ld\+json">.*?<\/script>/s, '')
    .replaceAll(/<span class="avatar"[^>]*>.<\/span>/gu, '')
    .replaceAll(/<bdi>[^<]*<\/bdi>|\u2068[^\u2069<]*\u2069/g, '')
    .replaceAll(/<(?:"[^"]*"|[^">])*>/g, ' ');

const namesOn = (html: string): string[] =>
  [...html.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, name]) => String(name));

type Visit = () => Promise<BrowserPage>;

describe('a name that runs from right to left', () => {
  let server: TestApp;
  let organisation: Organisation;
  let ana: Customer;
  let project: TestProject;
  /** Not connected: the errors of its requests are shown on a page. */
  let stranger: ThirdPartyApp;
  let service: SecretApp;
  let tester: string;
  let listed: { readonly slug: string };
  let reviewer: User;
  let rita: Browser;

  beforeAll(async () => {
    server = await TestApp.start();
    organisation = await Organisation.of(server);
    await server.database.query('UPDATE organisations SET name = $1', [ORGANISATION]);
    project = await organisation.createProject(PROJECT);
    ana = await organisation.person(PERSON, [[project, 'owner']]);
    reviewer = await signUpStaff(server, PERSON);
    rita = new Browser(server.origin);
    await rita.signIn(reviewer.email, PASSWORD);
    const app = await ThirdPartyApp.register(server, { client_name: APP });
    stranger = await ThirdPartyApp.register(server, { client_name: APP });
    await app.connect('project:read segments:read', { customer: ana, projects: [project] });
    const resource = `${server.origin}/mcp`;
    await app.connect('mcp:read', { customer: ana, projects: [project], resource });
    service = await organisation.app(SERVICE);
    await organisation.connect(ana, service, { projects: [project] });
    tester = toWireId('tst', await nameTester(server, service.id, ana.user));
    const texts = { en: { summary: APP, description: `${APP}\n\n- ${APP}` } };
    listed = await listApp(server, { name: APP, organisation: ORGANISATION, texts });
    const submissions = server.app.get(AppSubmissions, { strict: false });
    await server.app
      .get(Database)
      .transaction((tx) => submissions.submit(tx, service.id, { actor: { kind: 'system' } }));
  });
  afterAll(() => server.stop());

  const open = (path: string) => (): Promise<BrowserPage> => ana.open(path);
  const review: Visit = async () => {
    const { html } = await rita.get('/staff');
    return rita.get(/\/staff\/reviews\/rev_\w+/.exec(html)?.[0] ?? '');
  };
  const openAsStaff = (path: string) => (): Promise<BrowserPage> => rita.get(path);
  const authorize = (more: string) => (): Promise<BrowserPage> =>
    ana.open(`${stranger.authorizePath('segments:read')}${more}`);
  const question =
    (of = ''): Visit =>
    async () => {
      const { html } = await ana.open('/dashboard/connected-apps');
      const [path = ''] = /\/dashboard\/connected-apps\/grt_\w+\/disconnect/.exec(html) ?? [];
      return ana.open(path + of);
    };

  /** By route: what is opened there, and the names it must show. Routes that only redirect have nothing. */
  const VISITS: readonly (readonly [route: string, visit: Visit | null, names: string[]])[] = [
    ['/', open('/'), []],
    ['/dashboard', null, []],
    ['/login', () => new Browser(server.origin).get('/login'), []],
    ['/password/forgotten', open('/password/forgotten'), []],
    ['/password/forgotten/sent', open('/password/forgotten/sent'), []],
    ['/password/reset', null, []],
    ['/password/reset/new', open('/password/reset/new'), []],
    ['/dashboard/account', open('/dashboard/account'), [PERSON]],
    ['/staff', () => openAsStaff('/staff')(), [SERVICE, ORGANISATION]],
    ['/staff/reviews/:version', () => review(), [SERVICE]],
    [
      '/developers/apps/:app/verification',
      () => ana.open(`/developers/apps/${service.clientId}/verification`),
      [SERVICE],
    ],
    ['/oauth/authorize', authorize('&code_challenge_method=plain'), [APP]],
    ['/oauth/authorize/:request', null, []],
    ['/oauth/authorize/:request/account', authorize('&prompt=select_account'), [APP, PERSON]],
    ['/oauth/consent/:request', authorize(''), [APP, PERSON, PROJECT, ORGANISATION]],
    ['/dashboard/connected-apps', open('/dashboard/connected-apps'), [APP, PROJECT]],
    ['/dashboard/connected-apps/:grant/disconnect{/:project}', question(), [APP]],
    [
      '/dashboard/connected-apps/:grant/disconnect{/:project}',
      () => question(`/${project.wireId}`)(),
      [APP, PROJECT],
    ],
    ['/dashboard/services', open('/dashboard/services'), [SERVICE, PROJECT, ORGANISATION, PERSON]],
    ['/dashboard/services/:app', () => ana.open(service.path), [SERVICE, PROJECT, ORGANISATION]],
    [
      '/dashboard/services/:app/disconnect{/:project}',
      () => ana.open(`${service.path}/disconnect`),
      [SERVICE],
    ],
    [
      '/dashboard/services/:app/disconnect{/:project}',
      () => ana.open(`${service.path}/disconnect/${project.wireId}`),
      [SERVICE, PROJECT],
    ],
    ['/developers', open('/developers'), [SERVICE, ORGANISATION]],
    ['/developers/sandbox', open('/developers/sandbox'), [ORGANISATION]],
    [
      '/developers/apps/:app/fault-lab',
      () => ana.open(`/developers/apps/${service.clientId}/fault-lab`),
      [SERVICE],
    ],
    [
      '/developers/apps/:app/listing',
      () => ana.open(`/developers/apps/${service.clientId}/listing`),
      [SERVICE],
    ],
    ['/apps', open('/apps'), [APP, ORGANISATION]],
    ['/apps/:slug', () => ana.open(`/apps/${listed.slug}`), [APP, ORGANISATION]],
    ['/connect/:slug', () => ana.open(`/connect/${listed.slug}`), [APP]],
    ['/robots.txt', null, []],
    ['/sitemap.xml', null, []],
    ['/sitemaps/:file', null, []],
    [
      '/developers/apps/:app/log',
      () => ana.open(`/developers/apps/${service.clientId}/log`),
      [SERVICE],
    ],
    [
      '/developers/apps/:app/usage',
      () => ana.open(`/developers/apps/${service.clientId}/usage`),
      [SERVICE],
    ],
    ['/staff', openAsStaff('/staff'), []],
    ['/staff/apps', () => openAsStaff(`/staff/apps?words=${service.clientId}`)(), [SERVICE]],
    [
      '/staff/apps/:app',
      () => openAsStaff(`/staff/apps/${service.clientId}`)(),
      [SERVICE, ORGANISATION],
    ],
    [
      '/staff/apps/:app/report',
      () => openAsStaff(`/staff/apps/${service.clientId}/report`)(),
      [SERVICE, PROJECT, ORGANISATION],
    ],
    ['/staff/apps/:app/report.csv', null, []],
    [
      '/staff/apps/:app/report/:project',
      () => openAsStaff(`/staff/apps/${service.clientId}/report/${project.wireId}`)(),
      [SERVICE, PROJECT, ORGANISATION],
    ],
    ['/developers/new', open('/developers/new'), [ORGANISATION]],
    [
      '/dashboard/projects/:project/test-numbers',
      () => ana.open(`/dashboard/projects/${project.wireId}/test-numbers`),
      [PROJECT],
    ],
    ['/dashboard/testing', open('/dashboard/testing'), [SERVICE, ORGANISATION]],
    [
      '/developers/apps/:app/testers',
      () => ana.open(`/developers/apps/${service.clientId}/testers`),
      [SERVICE, PERSON],
    ],
    [
      '/developers/apps/:app/testers/:tester/remove',
      () => ana.open(`/developers/apps/${service.clientId}/testers/${tester}/remove`),
      [],
    ],
    [
      '/developers/apps/:app/settings',
      () => ana.open(`/developers/apps/${service.clientId}/settings`),
      [SERVICE, ORGANISATION],
    ],
    [
      '/developers/apps/:app/secrets',
      () => ana.open(`/developers/apps/${service.clientId}/secrets`),
      [SERVICE, ORGANISATION],
    ],
    [
      '/developers/apps/:app/logo',
      () => ana.open(`/developers/apps/${service.clientId}/logo`),
      [SERVICE, ORGANISATION],
    ],
    [
      '/developers/apps/:app/ownership',
      () => ana.open(`/developers/apps/${service.clientId}/ownership`),
      [SERVICE, ORGANISATION, PROJECT],
    ],
    ['/developers/apps/:app', () => ana.open(`/developers/apps/${service.clientId}`), [SERVICE]],
  ];

  it('is looked for on every page there is (C9)', () => {
    const pages = server.app
      .get(SurfaceCensus, { strict: false })
      .routes()
      .filter(
        ({ surface, handler }) =>
          ['page', 'catalogue'].includes(String(surface)) && methodOf(handler) === 'GET',
      )
      .map(({ controller, handler }) => pathOf(controller, handler));
    expect([...new Set(VISITS.map(([route]) => route))].sort()).toEqual(pages.sort());
  });

  it.each(VISITS.filter(([, visit]) => visit))(
    'reorders none of our words at %s (C9)',
    async (route, visit, names) => {
      const { html } = (await visit?.()) ?? { html: '' };
      expect(ourWords(html)).not.toMatch(HEBREW);
      const shown = namesOn(html);
      for (const name of names) expect(shown).toContain(name);
      const { email } = route.startsWith('/staff') ? reviewer : ana.user;
      if (html.includes('Sign out')) expect(shown).toContain(email);
    },
  );

  it('reorders none in the title of a page, which knows no markup (C9)', async () => {
    const { html } = await question()();
    expect(html).toContain(`<title>Disconnect \u2068${APP}\u2069? · Connected apps</title>`);
  });
});

const methodOf = (handler: object): string =>
  RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';

const pathOf = (...places: object[]): string =>
  `/${places
    .map((place) => Reflect.getMetadata(PATH_METADATA, place) as string)
    .filter((part) => !['', '/'].includes(part))
    .join('/')}`;
