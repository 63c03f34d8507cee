import type { Visitor } from '../support/actors/visitor.js';
import { Chromium } from '../support/chromium.js';
import { LoopbackListener } from '../support/loopback-listener.js';
import { createUser } from '../support/people.js';
import { TestApp } from '../support/test-app.js';
import { World } from '../support/world.js';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</strong></div><script src=//evil.example></script>',
  '<img src=x onerror=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '<svg><script>alert(1)</script></svg>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">Bakery</a>',
  '" autofocus onfocus="alert(1)" x="',
  "' onmouseover='alert(1)",
  '` onclick=alert(1) `',
  '<details open ontoggle=alert(1)>',
  '<body onload=alert(1)>',
  '<style>*{display:none}</style>',
  '<base href="//evil.example/">',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<form action=//evil.example><button>Connect</button>',
  '--><!--<img src=x onerror=alert(1)>',
  '<![CDATA[<script>alert(1)</script>]]>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{constructor.constructor("alert(1)")()}}${alert(1)}',
];

/** The elements of a page without its text: no name may add one. */
const skeletonOf = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].map((element) =>
      [element.localName, ...element.getAttributeNames().sort()].join(' '),
    ),
  );

/** The browser runs scripts and ignores the content security policy, so escaping alone is tested. */
describe('an app whose name is an attack (C1, D16)', () => {
  let server: TestApp;
  let chromium: Chromium;
  let world: World;
  let callback: LoopbackListener;
  let victim: Visitor;
  let ofPlainName: string[];
  const alarms: string[] = [];

  beforeAll(async () => {
    chromium = await Chromium.launch();
    world = await World.start();
    ({ server } = world);
    callback = await LoopbackListener.start();
    victim = await chromium.open(server, { javaScript: true, bypassPolicy: true });
    const user = await createUser(server);
    await world.project(user, 'owner', { name: 'Summer Shop <b>sale</b>' });
    await victim.open('/login');
    await victim.signIn(user.email);
    victim.page.on('dialog', (dialog) => {
      alarms.push(dialog.message());
      void dialog.dismiss();
    });
    victim.page.on('request', (request) => {
      if (new URL(request.url()).hostname === 'evil.example') alarms.push(request.url());
    });
    await openConsent('Plain');
    ofPlainName = await skeletonOf(victim);
  });
  afterAll(async () => {
    await chromium.close();
    await callback.stop();
    await server.stop();
  });
  afterEach(() => expect(alarms.splice(0)).toEqual([]));

  async function openConsent(name: string): Promise<void> {
    const app = await world.registerApp({
      client_name: name,
      redirect_uris: [`${callback.origin}/callback`, "https://app.example/'onclick='alert(1)&lt;"],
    });
    await victim.open(world.authorizePath(app, { state: name }));
  }

  it.each(PAYLOADS)(
    'is written out on the consent page, and is nothing but words: %s',
    async (name) => {
      await openConsent(name);
      expect(await victim.page.locator('h1').innerText()).toBe(`Connect ${name}`);
      expect(await victim.button(`Connect ${name}`).innerText()).toBe(`Connect ${name}`);
      expect(await victim.page.locator('.identity strong').innerText()).toBe(name);
      expect(await skeletonOf(victim)).toEqual(ofPlainName);
    },
  );

  it('is nothing but words where connected apps are listed and disconnected', async () => {
    const names = PAYLOADS.filter((_, index) => index % 3 === 0);
    for (const name of names) {
      await openConsent(name);
      await victim.tick('Summer Shop <b>sale</b>');
      await victim.press(`Connect ${name}`);
      await victim.sees('Thank you');
    }
    await victim.open('/dashboard/connected-apps');
    const words = await victim.read();
    for (const name of names) expect(words).toContain(name);
    const elements = new Set((await skeletonOf(victim)).map((each) => each.split(' ')[0]));
    for (const element of ['script', 'iframe', 'img', 'style', 'base', 'details', 'b']) {
      expect(elements).not.toContain(element);
    }
    const last = String(names.at(-1));
    await victim.follow(`Disconnect the app ${last}`);
    await victim.sees(`Disconnect ${last}?`);
  });

  it.each(['scope', 'state', 'response_type', 'resource', 'redirect_uri', 'client_id'])(
    'finds no way in by %s on the page about a bad request',
    async (parameter) => {
      const app = await world.registerApp({ client_name: '<img src=x onerror=alert(1)>' });
      const attack = { scope: 'no:such', [parameter]: '"><script>alert(1)</script>' };
      const status = await victim.open(world.authorizePath(app, attack));
      expect(status).toBe(400);
      const elements = await skeletonOf(victim);
      expect(elements.filter((each) => /^(?:script|img)|onerror/.test(each))).toEqual([]);
    },
  );

  it('finds no way in by the e-mail that the sign-in page repeats', async () => {
    const stranger = await chromium.open(server, { javaScript: true, bypassPolicy: true });
    await stranger.open('/login');
    const before = await skeletonOf(stranger);
    await stranger.page.evaluate(() =>
      document.querySelector('form')?.setAttribute('novalidate', ''),
    );
    const attack = '"><script>alert(1)</script>';
    await stranger.signIn(attack, 'x');
    expect(await stranger.page.getByLabel('E-mail').inputValue()).toBe(attack);
    const added = (await skeletonOf(stranger)).filter((each) => !before.includes(each));
    expect(added.filter((each) => !/^(?:div class|input)/.test(each))).toEqual([]);
  });
});
