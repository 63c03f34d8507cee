import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { ProtectedNames } from '../../../src/modules/clients/protected-names.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { DocumentHost } from '../../support/document-host.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const DOCUMENT = 'https://app.test/client.json';
const CALLBACK = 'https://app.test/callback';
const PILE = `Z${'\u0301'.repeat(59)}`;

/** A black flag with tags of a region (UTS 51 §2.6). */
const tagged = (region: string): string =>
  `\u{1F3F4}${String.fromCodePoint(...[...Buffer.from(region)].map((byte) => 0xe0000 + byte), 0xe007f)}`;

/** Written as escapes, since the difference is invisible. */
const REFUSED = [
  ['Latin alpha', 'Cl\u0251ude'],
  ['a capital i for an l', 'CIaudeCode'],
  ['an accent', 'Cl\u00E1udeCode'],
  ['small capitals', '\u1D04\u029F\u1D00\u1D1C\u1D05\u1D07'],
  ['a Cherokee letter', '\u13DFlaude'],
  ['Lisu letters alone', '\uA4DA\uA4E1\uA4EE\uA4F4\uA4D3\uA4F0'],
  ['letters on black squares', '\u{1F172}\u{1F17B}\u{1F170}\u{1F184}\u{1F173}\u{1F174}'],
  ['Greek lambda for a', 'CL\u039BUDE'],
  ['a stroke through a letter', 'C\u0142aude'],
  ['a hook on a capital', '\u0187LAUDE'],
  ['a hook inside', 'CLAU\u018AE'],
  ['a hook at the end', 'GRO\u0198'],
  ['a hook on a letter of two', 'CHA\u01ACGPT'],
  ['a letter with an apostrophe', 'A\u0149thropic'],
  ['a half ring behind a letter', 'Cl\u1E9Aude'],
  ['a modifier apostrophe', 'Cla\u02BCude'],
  ['a modifier colon', 'Clau\u02D0de'],
  ['a saltillo', 'Open\uA78CAI'],
  ['a sign for a letter', 'Cl\u237Aude'],
  ['a digit for a letter', 'Cl4ude'],
  ['an affix before', 'MyCIaude'],
  ['an affix that is a look-alike itself', 'CIaudeC0de'],
  ['several affixes', 'TheOfficia1CIaudeDesktopApp2'],
  ['a look-alike of a reviewed app with an affix', 'Brightl1ne Pro'],
  ['a look-alike of our own name', 'C0nnected Apps'],
  ['a mark of verification', '\u2713 Verified Brightline'],
  ['a mark of verification in colour', 'Reporter \u2705'],
  ['a lock', '\u{1F512} Reporter'],
  ['a URL', 'https://accounts.google.com'],
  ['a URL with slashes that are none', 'bank:\u2215\u2215accounts'],
  ['an address without a scheme', 'www.google.com'],
  ['59 marks on one letter', PILE],
  ['five marks on one letter', 'Bake\u0300\u0301\u0302\u0303\u0304ry'],
  ['one mark twice', 'Bake\u0301\u0301ry'],
  ['a mark without a letter', '\u0301Bakery'],
  ['a frame around a letter', 'B\u20DDakery'],
  ['ZWNJ between Latin letters', 'Bak\u200Cery'],
  ['ZWJ between Latin letters', 'Bak\u200Dery'],
  ['a variation selector on a letter', 'Bak\uFE0Fery'],
  ['tags that end nowhere', tagged('gbeng').slice(0, -2)],
  ['tags that make no flag', tagged('claude')],
  ['a flag of the region of another country', tagged('ustx')],
  ['tags of a flag twice', tagged('gbsct') + tagged('gbsct').slice(2)],
  ['tags without a flag before them', `Shop ${tagged('gbwls').slice(2)}`],
  ['tags after an emoji that is no flag', `\u{1F469}${tagged('gbwls').slice(2)}`],
  ['a joiner after a flag of tags', `${tagged('gbeng')}\u200D\u{1F4BB}`],
  ['two joiners', '\u0645\u06CC\u200C\u200C\u062E\u0648\u0627\u0647\u0645'],
] as const;

const NEUTRAL = [
  'Verified Brightline',
  'MyBrightlineApp',
  'MyClaude',
  'Connected apps',
  'Official Connected Apps',
  'accounts.google.com',
  'Google.com sign-in',
  'App at claude.ai',
  'x.io',
  'xn--80ak6aa92e.xn--p1ai',
  'accounts.google.\u0441\u043E\u043C',
  'example.co.uk login',
  'news.eu',
  'docs.rs viewer',
  'rustup.sh',
  'www-bank.md',
  'my.readme.md',
  'main.py.example.org',
  'login.asp.net',
  'README.md at bank.example.com',
  'C\u013Faude',
  'Claude\u2122',
  'Claude\u2120',
  'Anthropic\u{1F16A}',
  'OpenAI\u{1F16B}',
  'Cursor\u{1F16C}',
  'ChatGPT4o',
  'ChatGPTo3',
  'ClaudeV2',
  'Claude公式',
  'ChatGPT5公式',
  'OpenAI官方',
  'Claudeアプリ',
  'Claude앱',
  '\u0E41\u0E2D\u0E1BClaude',
  '\u0910\u092A\u0940Claude',
] as const;

const GENUINE = [
  ['Persian with ZWNJ', '\u0646\u0631\u0645\u200C\u0627\u0641\u0632\u0627\u0631 \u0645\u0646'],
  ['an emoji with ZWJ', '\u{1F469}\u200D\u{1F4BB} Studio'],
  ['an emoji with a skin and ZWJ', '\u{1F469}\u{1F3FD}\u200D\u{1F4BB} Studio'],
  ['an emoji with a selector', '\u2764\uFE0F Bakery'],
  ['a keycap', '1\uFE0F\u20E3 Shop'],
  ['a flag', '\u{1F1EA}\u{1F1F8} Tienda'],
  ['the flag of England', `${tagged('gbeng')} Shop`],
  ['the flag of Scotland', `${tagged('gbsct')} Shop`],
  ['the flag of Wales', `${tagged('gbwls')} Shop`],
  ['Sinhala with ZWJ', '\u0DC1\u0DCA\u200D\u0DBB\u0DD3 \u0DBD\u0D82\u0D9A\u0DCF'],
  ['French', 'Crème brûlée à la façon de Zoé'],
  ['Polish', 'Łódź Żółw'],
  ['Vietnamese', 'Nguyễn Ứng Dụng'],
  ['Turkish', 'İstanbul ışık'],
  ['German', 'Straße & Söhne'],
  ['Hebrew with points', '\u05E0\u05B4\u05D9\u05E7\u05BC\u05D5\u05BC\u05D3'],
  ['Hindi', '\u0928\u092E\u0938\u094D\u0924\u0947'],
  ['Burmese', '\u1019\u103C\u103D\u103E\u1031\u1037'],
  ['Thai', '\u0E17\u0E35\u0E48\u0E19\u0E35\u0E48'],
  ['Japanese', '日本語アプリ'],
  ['Korean', '한국어 앱'],
  ['Russian', 'Склад и учёт'],
  ['Greek in capitals', 'ΔΕΛΤΑ'],
  ['a file name', 'Vue.js helper'],
  ['a name with a dot', 'E.ON'],
  ['a name with a dot and letters after it', 'Acme.js and Acme.ts'],
  ['a product that is written like a host', 'ASP.NET dashboard'],
  ['a version', 'Reporter 1.47'],
  ['a dot between Russian words', 'Склад.Учёт'],
  ['a document', 'README.md exporter'],
  ['a script', 'main.py runner'],
  ['an abbreviation', 'Acme Inc. (U.S.A.)'],
  ['a surname that begins like a product', 'Claudel'],
  ['a colon', 'Data: all of it'],
  ['an o that belongs to no version', 'Grokoo'],
  ['an okina', 'Hawai\u02BBi Shop'],
  ['hooked letters of Hausa', '\u0198asar \u0181auchi'],
  ['yods, which look like apostrophes', '\u05D9\u05D9\u05D3\u05D9\u05E9'],
  ['Latin before another script', 'App日本'],
  ['Latin after another script', '日本語App'],
  ['a Greek letter before Latin ones', 'μTorrent'],
  ['an affix before another script', 'Cloud同期'],
] as const;

/** Equal but for letters confusable with signs; Latin ones are ignored, others count as letters. */
const YODS = ['\u05D1\u05D9\u05EA', '\u05D1\u05EA'] as const;

describe('the name of an app', () => {
  let host: DocumentHost;
  let server: TestApp;
  let world: World;
  let registered: ManagedRegistration;
  beforeAll(async () => {
    host = await DocumentHost.start();
    world = await World.start(host.variables('app.test'));
    ({ server } = world);
    await world.verifiedApp(['segments:read']);
    registered = await ManagedRegistration.create(server, { client_name: 'Reporter' });
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const register = (client_name: string) =>
    server.http.post('/oauth/register').send({ client_name, redirect_uris: [CALLBACK] });
  const newest = async () => {
    const sql = 'SELECT name FROM clients ORDER BY id DESC LIMIT 1';
    return (await server.database.query<{ name: string }>(sql))[0]?.name;
  };
  const describedAs = async (client_name: string) => {
    await server.database.query('DELETE FROM clients WHERE metadata_uri = $1', [DOCUMENT]);
    host.publish(DOCUMENT, { client_id: DOCUMENT, client_name, redirect_uris: [CALLBACK] });
    const app = { clientId: DOCUMENT, redirectUri: CALLBACK };
    return server.http.get(world.authorizePath(app));
  };

  it.each(REFUSED)(
    'is refused with %s, at registration, at a change and in a document (C9)',
    async (_, client_name) => {
      const { body } = await register(client_name).expect(400);
      expect(body.error).toBe('invalid_client_metadata');
      expect(body.error_description).toMatch(/^client_name /);
      const change = { client_id: registered.clientId, client_name, redirect_uris: [CALLBACK] };
      const put = await registered.send('put').send(change).expect(400);
      expect(put.body.error).toBe('invalid_client_metadata');
      const page = await describedAs(client_name);
      expect(page.status).toBe(400);
      expect(page.text).toContain('client_name');
    },
  );

  it.each(NEUTRAL)('is not repeated where %s answers elsewhere (C9)', async (client_name) => {
    await register(client_name).expect(201);
    expect(await newest()).toBe('App at app.test');
    await registered.replace({ client_name, redirect_uris: [CALLBACK] });
    const sql = `SELECT name FROM clients WHERE origin = 'dynamic' ORDER BY id LIMIT 1`;
    expect(await server.database.query(sql)).toEqual([{ name: 'App at app.test' }]);
    expect((await describedAs(client_name)).status).toBe(303);
    expect(await newest()).toBe('App at app.test');
  });

  it('may be a host that the app answers at (C9)', async () => {
    const redirect_uris = ['https://sync.cal.com/callback'];
    const members = { client_name: 'Cal.com', redirect_uris };
    await server.http.post('/oauth/register').send(members).expect(201);
    expect(await newest()).toBe('Cal.com');
  });

  it.each(GENUINE)('is left alone: %s (C9)', async (_, client_name) => {
    const { body } = await register(client_name).expect(201);
    expect(body.client_name).toBe(client_name.normalize('NFKC'));
    expect(await newest()).toBe(client_name.normalize('NFKC'));
    const members = await registered.replace({ client_name, redirect_uris: [CALLBACK] });
    expect(members.client_name).toBe(client_name.normalize('NFKC'));
    expect((await describedAs(client_name)).status).toBe(303);
    expect(await newest()).toBe(client_name.normalize('NFKC'));
  });

  it('is told from a reviewed one by letters that look like signs, if its script has them (C9)', async () => {
    const app = await world.registerApp({ client_name: YODS[0] });
    const clients = server.app.get(ClientsService, { strict: false });
    const id = (await clients.findByClientId(app.clientId))?.id ?? '';
    await server.app.get(Database).transaction((tx) => clients.protectName(tx, id, true));
    await register(`${YODS[0]}app`).expect(201);
    expect(await newest()).toBe('App at app.test');
    await register(YODS[1]).expect(201);
    expect(await newest()).toBe(YODS[1]);
  });

  it('is compared by the rules of today with those reviewed by the rules of yesterday (C9)', async () => {
    const app = await world.registerApp({ client_name: 'Harbour Lights' });
    const clients = server.app.get(ClientsService, { strict: false });
    const id = (await clients.findByClientId(app.clientId))?.id ?? '';
    const protect = (on: boolean) =>
      server.app.get(Database).transaction((tx) => clients.protectName(tx, id, on));
    await protect(true);
    await server.database.query(`UPDATE clients SET protected_name = 'old' WHERE id = $1`, [id]);
    await register('Harb0ur Lights').expect(201);
    await server.app.get(ProtectedNames, { strict: false }).renew();
    await register('Harb0ur Lights').expect(400);
    await protect(false);
    await server.app.get(ProtectedNames, { strict: false }).renew();
    await register('Harb0ur Lights').expect(201);
  });
});
