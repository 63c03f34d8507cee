import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const EVIL = 'https://evil.example/callback';
const CLAUDE = 'https://claude.ai/api/mcp/auth_callback';

describe('names of apps that register themselves', () => {
  let server: TestApp;
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
    await world.verifiedApp(['segments:read']);
  });
  afterAll(() => server.stop());

  const register = (client_name: string, ...redirect_uris: string[]) =>
    server.http.post('/oauth/register').send({ client_name, redirect_uris });

  /** The name shown, for the name that the app chose. */
  const shown = async (name: string, ...redirectUris: string[]): Promise<string | undefined> => {
    const { body } = await register(name, ...redirectUris).expect(201);
    expect(body.client_name).toBe(name);
    const sql = 'SELECT name FROM clients ORDER BY id DESC LIMIT 1';
    return (await server.database.query<{ name: string }>(sql))[0]?.name;
  };

  it.each([
    'Claude',
    'CLAUDE',
    'claude code',
    'ClaudeAI',
    'My Claude helper',
    'C l a u d e',
    'C.l.a.u.d.e',
    'Chat GPT',
    'ChatGPT5',
    'Ｃｌａｕｄｅ',
    'OpenAI!',
    'Instasent Sync',
  ])('shows %s under a neutral name if the answer goes elsewhere (C9)', async (name) => {
    const { body } = await register(name, EVIL).expect(201);
    expect(body.client_name).toBe(name.normalize('NFKC'));
    const sql = 'SELECT name, claimed_name FROM clients ORDER BY id DESC LIMIT 1';
    expect(await server.database.query(sql)).toEqual([
      { name: 'App at evil.example', claimed_name: name.normalize('NFKC') },
    ]);
  });

  it('says where the answer goes instead of the name, on the consent page (C9)', async () => {
    const app = await world.registerApp({ client_name: 'Claude', redirect_uris: [EVIL] });
    const { user, browser } = await world.person();
    await world.project(user, 'owner');
    const { page } = await world.openConsent(browser, world.authorizePath(app));
    expect(page.html).toContain('Connect App at evil.example');
    expect(page.html).not.toContain('Claude');
  });

  it('lets the owner of a name have it (C9)', async () => {
    expect(await shown('Claude', CLAUDE)).toBe('Claude');
    expect(await shown('Claude Code', 'http://localhost:53682/callback')).toBe('Claude Code');
    expect(await shown('Cursor', 'cursor://anysphere.cursor-mcp/oauth/callback')).toBe('Cursor');
    expect(await shown('ChatGPT', 'https://chatgpt.com/connector/oauth/x')).toBe('ChatGPT');
  });

  it('believes no half of an address, nor one good address among others (C9)', async () => {
    expect(await shown('Claude', CLAUDE, EVIL)).toBe('App at claude.ai');
    expect(await shown('Claude', 'https://evilclaude.ai/')).toBe('App at evilclaude.ai');
    expect(await shown('Claude', 'https://claude.ai.evil.example/')).toBe(
      'App at claude.ai.evil.example',
    );
    expect(await shown('ChatGPT', 'http://127.0.0.1/')).toBe('App on this device');
    expect(await shown('Claude', 'cursor://x/y')).toBe('App that opens cursor links');
  });

  it.each(['Сlaude', 'Сlаudе', 'Claudе', 'Cυrsor', 'OpenΑI', 'Соореrz'])(
    'refuses %s: letters of two scripts in one word (C9)',
    async (name) => {
      const { body } = await register(name, EVIL).expect(400);
      expect(body.error).toBe('invalid_client_metadata');
    },
  );

  it.each([
    'С1аude',
    'C1aude',
    'CIaude',
    'C|aude',
    'C!aude',
    'Clâude',
    'сӏаυԁе',
    '0penAI',
    'OpenAl',
    'lnstasent',
    'Cur5or',
    'Brightllne',
    'Brıghtline',
    'Bright1ine',
  ])('refuses %s, which only looks like another name (C9)', async (name) => {
    const { body } = await register(name, EVIL).expect(400);
    expect(body.error).toBe('invalid_client_metadata');
  });

  it('shows the name of a reviewed app only for an app at its address (C9, DCR-15)', async () => {
    expect(await shown('Brightline', EVIL)).toBe('App at evil.example');
    expect(await shown('BRIGHT LINE', EVIL)).toBe('App at evil.example');
    expect(await shown('Brightline', 'https://app.example/other')).toBe('Brightline');
  });

  it.each([
    'Reporter',
    'Claudette',
    'Яндекс Maps',
    'Ωmega',
    'μTorrent',
    'Café 99',
    '数据 Data',
    'Bright Bakery',
    '🎈 Party',
    'Unnamed app',
  ])('leaves %s alone (C9)', async (name) => {
    expect(await shown(name.normalize('NFKC'), EVIL)).toBe(name.normalize('NFKC'));
  });

  it('holds a change of the name to the same rules (C9, DCM-05)', async () => {
    const app = await ManagedRegistration.create(server, { redirect_uris: [EVIL] });
    const changed = await app.replace({ client_name: 'Claude', redirect_uris: [EVIL] });
    expect(changed.client_name).toBe('Claude');
    expect((await app.read()).client_name).toBe('Claude');
    const sql = 'SELECT name FROM clients ORDER BY id DESC LIMIT 1';
    expect(await server.database.query(sql)).toEqual([{ name: 'App at evil.example' }]);
    const document = { client_id: app.clientId, client_name: 'C1aude', redirect_uris: [EVIL] };
    await app.send('put').send(document).expect(400);
    await app.replace({ client_name: 'Reporter', redirect_uris: [EVIL] });
    expect(await server.database.query(sql)).toEqual([{ name: 'Reporter' }]);
  });
});
