import { ConnectedApp } from '../../support/connected-app.js';
import { decide } from '../../support/consent-page.js';
import { ServiceApp } from '../../support/service-app.js';
import { rawRequest } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';
import { type AskingApp, World } from '../../support/world.js';

type Pairs = [string, string][];

/** Every parameter of the supported OAuth standards, and an unknown one. */
const PARAMETERS = [
  ...['client_id', 'client_secret', 'client_assertion', 'client_assertion_type', 'grant_type'],
  ...[
    'code',
    'code_verifier',
    'redirect_uri',
    'refresh_token',
    'scope',
    'token',
    'token_type_hint',
  ],
  ...[
    'response_type',
    'response_mode',
    'state',
    'nonce',
    'code_challenge',
    'code_challenge_method',
  ],
  ...[
    'prompt',
    'max_age',
    'login_hint',
    'ui_locales',
    'acr_values',
    'claims',
    'id_token_hint',
    'display',
  ],
  ...['request', 'request_uri', 'dpop_jkt', 'username', 'password', 'unheard_of'],
];

/** The request with one parameter twice: the same again, another value after it, another value before it. */
function repeatedForms(request: Pairs, name: string): string[] {
  const value = request.find(([given]) => given === name)?.[1] ?? 'x';
  const others = request.filter(([given]) => given !== name);
  const values = [
    [value, value],
    [value, 'other'],
    ['other', value],
  ];
  return values.map((twice) =>
    new URLSearchParams([
      ...others,
      ...twice.map((one): [string, string] => [name, one]),
    ]).toString(),
  );
}

const CASES = PARAMETERS.flatMap((name) => [0, 1, 2].map((form) => ({ name, form })));

describe('a parameter that comes twice', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let service: ServiceApp;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server, { confidential: true });
    service = await ServiceApp.connect(server);
  });

  /** How much has been issued, revoked or consumed so far. */
  async function state(): Promise<unknown> {
    const counts = await server.database.query(
      `SELECT (SELECT count(*) FROM access_tokens) AS access, (SELECT count(*) FROM refresh_tokens) AS refresh,
         (SELECT count(*) FROM authorization_codes) AS codes, (SELECT count(*) FROM authorization_requests WHERE state = 'pushed') AS pushed,
         (SELECT count(*) FROM authorization_requests WHERE state = 'decided') AS decisions,
         (SELECT count(*) FROM grants WHERE revoked_at IS NULL) AS grants,
         (SELECT count(*) FROM token_families WHERE revoked_at IS NULL) AS families,
         (SELECT sum(failed_proofs) FROM authorization_codes) AS failures,
         (SELECT count(*) FROM clients WHERE secret_hash IS NOT NULL) AS secrets`,
    );
    return counts[0];
  }

  const own = (): Pairs => [
    ['client_id', app.clientId],
    ['client_secret', app.secret],
  ];
  const send = (path: string, body: string) => server.http.post(path).type('form').send(body);

  const ENDPOINTS: readonly [string, string, () => Promise<Pairs>, number][] = [
    [
      'a redemption',
      '/oauth/token',
      async () => {
        const { code, verifier } = await app.getCode();
        return [
          ...own(),
          ['grant_type', 'authorization_code'],
          ['code', code],
          ['code_verifier', verifier],
          ['redirect_uri', app.redirectUri],
        ];
      },
      200,
    ],
    [
      'a refresh',
      '/oauth/token',
      async () => {
        const { refresh_token: token } = await app.getTokens();
        return [
          ...own(),
          ['grant_type', 'refresh_token'],
          ['refresh_token', token],
          ['scope', 'project:read'],
        ];
      },
      200,
    ],
    [
      'client credentials',
      '/oauth/token',
      () =>
        Promise.resolve([
          ['client_id', service.clientId],
          ['client_secret', service.secret],
          ['grant_type', 'client_credentials'],
        ]),
      200,
    ],
    [
      'a revocation',
      '/oauth/revoke',
      async () => [
        ...own(),
        ['token', (await app.getTokens()).access_token],
        ['token_type_hint', 'access_token'],
      ],
      200,
    ],
    [
      'an introspection',
      '/oauth/introspect',
      async () => [...own(), ['token', (await app.getTokens()).access_token]],
      200,
    ],
    [
      'a report of a leak',
      '/oauth/leaked',
      async () => [['token', (await app.getTokens()).access_token]],
      200,
    ],
    [
      'a pushed request',
      '/oauth/par',
      () =>
        Promise.resolve([
          ...own(),
          ['response_type', 'code'],
          ['redirect_uri', app.redirectUri],
          ['scope', 'project:read'],
          ['code_challenge', 'A'.repeat(43)],
          ['code_challenge_method', 'S256'],
          ['state', 'x'],
          ['nonce', 'y'],
        ]),
      201,
    ],
  ];

  it.each(ENDPOINTS)(
    'makes %s invalid and has no effect, whichever it is (AUTH-12, TOK-04, A7, B13)',
    async (_, path, prepare, success) => {
      const request = await prepare();
      const before = await state();
      for (const { name, form } of CASES) {
        const { status, body, headers } = await send(
          path,
          repeatedForms(request, name)[form] ?? '',
        );
        expect([name, status, (body as { error: string }).error]).toEqual([
          name,
          400,
          'invalid_request',
        ]);
        expect(headers['cache-control']).toBe('no-store');
      }
      expect(await state()).toEqual(before);
      await send(path, new URLSearchParams(request).toString()).expect(success);
    },
  );

  it.each(['/oauth/token', '/oauth/par'])(
    'names one resource only, if it is the resource, at %s (RES-06)',
    async (path) => {
      const refresh = ['refresh_token', (await app.getTokens()).refresh_token] as [string, string];
      const request: Pairs = [
        ...own(),
        refresh,
        ['grant_type', 'refresh_token'],
        ['response_type', 'code'],
        ['code_challenge', 'A'.repeat(43)],
        ['code_challenge_method', 'S256'],
      ];
      const relevant = request.filter(
        ([name]) =>
          (path === '/oauth/token') === /^(refresh_token|grant_type)$/.test(name) ||
          name.startsWith('client'),
      );
      const before = await state();
      const both: Pairs = [
        ...relevant,
        ['resource', `${server.origin}/v1`],
        ['resource', `${server.origin}/mcp`],
      ];
      const { body } = await send(path, new URLSearchParams(both).toString()).expect(400);
      expect(body).toMatchObject({ error: 'invalid_target' });
      expect(await state()).toEqual(before);
    },
  );

  describe('on the way of a person', () => {
    let world: World;
    let asking: AskingApp;
    beforeAll(async () => {
      world = new World(server);
      asking = await world.registerApp();
    });

    it.each(['GET', 'POST'])(
      'shows a page instead of going anywhere, at %s /oauth/authorize (AUTH-12, A7)',
      async (method) => {
        const { user, browser } = await world.person();
        await world.project(user, 'owner');
        const [, query = ''] = world.authorizePath(asking).split('?');
        const cookie = Object.entries(browser.cookies)
          .map((pair) => pair.join('='))
          .join('; ');
        const before = await state();
        for (const { name, form } of CASES) {
          const text = repeatedForms([...new URLSearchParams(query)], name)[form] ?? '';
          const type = { 'content-type': 'application/x-www-form-urlencoded' };
          const get = (path: string) => rawRequest(server.origin, 'GET', path, { cookie });
          const answer = await (method === 'GET'
            ? get(`/oauth/authorize?${text}`)
            : rawRequest(server.origin, 'POST', '/oauth/authorize', { cookie, ...type }, text));
          // A posted request is stored, and shown by a GET.
          const { location = '' } = answer.headers;
          const isKept = /^\/oauth\/authorize\/azr_\w+$/.test(String(location));
          const { status, headers } = isKept ? await get(String(location)) : answer;
          expect([name, status, headers.location]).toEqual([name, 400, undefined]);
          expect(headers['content-type']).toContain('text/html');
        }
        expect(await state()).toEqual(before);
      },
    );

    it('decides nothing on the consent page, whichever it is (AUTH-12)', async () => {
      const { user, browser } = await world.person();
      const project = await world.project(user, 'owner');
      const { page, action } = await world.openConsent(browser, world.authorizePath(asking));
      const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
      const form: Pairs = [
        ['csrf_token', csrf],
        ['decision', 'allow'],
        ['project', project.wireId],
        ['scope', 'segments:read'],
        ['access', '7d'],
      ];
      const before = await state();
      for (const name of ['csrf_token', 'decision', 'access', 'unheard_of']) {
        for (const repeated of repeatedForms(form, name)) {
          const answer = await browser.post(action, [...new URLSearchParams(repeated)]);
          expect([name, answer.headers.get('location')]).toEqual([name, null]);
          expect([400, 403]).toContain(answer.status);
        }
      }
      expect(await state()).toEqual(before);
      const answer = await decide(browser, { page, action }, { projects: [project.wireId] });
      expect(answer.headers.get('location')).toContain('code=');
    });
  });
});
