import type { User } from '../../src/modules/accounts/users.service.js';
import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { createUser, PASSWORD } from '../support/people.js';
import { TestApp } from '../support/test-app.js';
import { type AskingApp, World } from '../support/world.js';

/** Attacks of other sites and other people on the pages, in a browser that runs their scripts. */
describe('against other sites and other people', () => {
  let server: TestApp;
  let chromium: Chromium;
  let world: World;
  let app: AskingApp;
  let ana: User;
  /** The attacker's site, and its page. */
  let site: LoopbackListener;
  let html = '';

  beforeAll(async () => {
    chromium = await Chromium.launch();
    world = await World.start();
    ({ server } = world);
    ana = await createUser(server);
    await world.project(ana, 'owner', { name: 'Summer Shop' });
    site = await LoopbackListener.startShowing(() => html);
    app = await world.registerApp({ redirect_uris: [`${site.origin}/callback`] });
  });
  afterAll(async () => {
    await chromium.close();
    await site.stop();
    await server.stop();
  });

  const newVisitor = (): Promise<Visitor> => chromium.open(server, { javaScript: true });

  /** Ana on a consent page in a new browser. */
  async function atConsent(): Promise<{ visitor: Visitor; path: string }> {
    const visitor = await newVisitor();
    await visitor.open(world.authorizePath(app));
    await visitor.signIn(ana.email);
    await visitor.sees('Connect Example App');
    return { visitor, path: new URL(visitor.page.url()).pathname };
  }

  /** A form of the attacker that submits itself to a page of the server. */
  const formTo = (path: string, fields: Record<string, string>): string =>
    `<form method="post" action="${server.origin}${path}">` +
    Object.entries(fields)
      .map(([name, value]) => `<input name="${name}" value="${value}">`)
      .join('') +
    '</form><script>document.forms[0].submit()</script>';

  /** Opens the attacker's page, whose form submits to the server. @returns the response's status */
  async function lure(visitor: Visitor, address: string): Promise<number> {
    const answered = visitor.page.waitForResponse((answer) => answer.request().method() === 'POST');
    await visitor.open(address);
    await visitor.page.waitForURL(`${server.origin}/**`);
    return (await answered).status();
  }

  it('shows no page in a frame (D1)', async () => {
    const { visitor, path } = await atConsent();
    const paths = ['/', '/login', path, '/dashboard/connected-apps', '/nowhere'];
    html = paths.map((each) => `<iframe src="${server.origin}${each}"></iframe>`).join('');
    await visitor.open(site.neighbour);
    const frames = visitor.page.frames().slice(1);
    expect(frames).toHaveLength(paths.length);
    for (const frame of frames) {
      expect(frame.url()).toBe('chrome-error://chromewebdata/');
      expect(await frame.locator('h1, .brand').filter({ hasText: 'Connect' }).count()).toBe(0);
    }
  });

  it.each(['cross-site', 'same-site'] as const)(
    'takes no decision from a %s form, not even with the right token (D2)',
    async (kind) => {
      const { visitor, path } = await atConsent();
      const token = await visitor.page.locator('#consent [name=csrf_token]').inputValue();
      const project = await visitor.box('Summer Shop').inputValue();
      html = formTo(path, {
        csrf_token: token,
        decision: 'allow',
        project,
        scope: 'segments:read',
      });
      // Another port of `localhost` is same-site, so that the cookie is sent.
      expect(await lure(visitor, kind === 'same-site' ? site.neighbour : site.origin)).toBe(403);
      html = 'Thank you';
      await visitor.open(path);
      await visitor.tick('Summer Shop');
      await visitor.press('Connect Example App');
      expect(new URL(visitor.page.url()).searchParams.get('code')).toMatch(/^isoc_/);
    },
  );

  it('opens a consent page in no browser but the one that began it (D3)', async () => {
    const { visitor, path } = await atConsent();
    const elsewhere = await newVisitor();
    await elsewhere.open(path);
    await elsewhere.sees('Sign in');
    await elsewhere.signIn(ana.email);
    expect(await elsewhere.read()).toContain('This request was already answered or has run out.');
    expect(await elsewhere.page.getByRole('checkbox').count()).toBe(0);
    await visitor.page.reload();
    await visitor.sees('Connect Example App');
  });

  it('opens a consent page to nobody but the person who began it (D3)', async () => {
    const { visitor, path } = await atConsent();
    await visitor.press('Not you? Use another account');
    const someoneElse = await createUser(server, 'Bea');
    await visitor.signIn(someoneElse.email);
    await visitor.sees('Connect Example App');
    expect(await visitor.part('You go back to').innerText()).toContain(someoneElse.email);
    expect(await visitor.open(path)).toBe(409);
  });

  it('gives a new session to whoever signs in, and never one that was put there (D4)', async () => {
    const visitor = await newVisitor();
    const context = visitor.page.context();
    const session = async () =>
      (await context.cookies(server.origin)).find(({ name }) => name === 'session');
    await context.addCookies([{ name: 'session', value: 'put-there', url: server.origin }]);
    await visitor.open('/login');
    const before = await session();
    expect(before?.value).not.toBe('put-there');
    await visitor.signIn(ana.email);
    const after = await session();
    expect(after?.value).not.toBe(before?.value);
    expect(after).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await visitor.page.evaluate(() => document.cookie)).toBe('');
  });

  it('lets no other site sign a person in to an account of its choice (D5)', async () => {
    const visitor = await newVisitor();
    await visitor.open('/login');
    html = formTo('/login', { email: ana.email, password: PASSWORD });
    expect(await lure(visitor, site.origin)).toBe(403);
    expect(await lure(visitor, site.neighbour)).toBe(403);
    await visitor.open('/dashboard/connected-apps');
    await visitor.sees('Sign in');
  });

  it.each(['/', '/login', '/nowhere'])(
    'lets no script run at %s, should one ever get in (C1)',
    async (path) => {
      const visitor = await newVisitor();
      const { page } = visitor;
      await visitor.open(path);
      await page.evaluate(() => {
        const refused: string[] = [];
        document.addEventListener('securitypolicyviolation', (violation) =>
          refused.push(violation.effectiveDirective),
        );
        const script = document.createElement('script');
        script.textContent = 'document.title = "taken"';
        document.body.append(script);
        const words =
          '<p onclick="document.title = `taken`">x</p><img src="https://evil.example/">';
        document.body.insertAdjacentHTML('beforeend', words);
        document.querySelector<HTMLElement>('p[onclick]')?.click();
        Object.assign(window, { refused });
      });
      const refused = await eventually(async () => {
        const all = await page.evaluate(() => (window as unknown as { refused: string[] }).refused);
        return all.length >= 3 ? all : undefined;
      });
      expect(refused.sort()).toEqual(['img-src', 'script-src-attr', 'script-src-elem']);
      expect(await page.title()).not.toBe('taken');
    },
  );
});
