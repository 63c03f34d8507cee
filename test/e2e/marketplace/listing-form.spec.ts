import type { Customer } from '../../support/actors/customer.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { hiddenFields } from '../../support/browser.js';
import { listApp } from '../../support/listed-app.js';
import { reviewApp } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const FORM = {
  slug: 'my-app',
  start: '',
  category: ['crm', 'data'],
  language: ['en', 'es'],
  summary_en: 'Keeps records',
  description_en: 'Of everybody.\r\n\r\n- and of you',
  summary_es: 'Guarda fichas',
  description_es: 'De todo el mundo.',
};

type Fields = Readonly<Record<string, string | readonly string[]>>;

describe('the marketplace page in the portal', () => {
  let server: TestApp;
  let dev: Customer;
  let app: SecretApp;
  let count = 0;

  beforeAll(async () => (server = await TestApp.start()));
  beforeEach(async () => {
    const organisation = await Organisation.of(server);
    const project = await organisation.createProject('Bakery');
    dev = await organisation.person('Dev', [[project, 'developer']]);
    app = await organisation.app(`Records ${String(++count)}`);
  });
  afterAll(() => server.stop());

  const path = () => `/developers/apps/${app.clientId}/listing`;
  const send = async (fields: Fields) => {
    const { html } = await dev.open(path());
    const all = Object.entries({ ...FORM, ...fields }).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
    return dev.browser.post(path(), [...Object.entries(hiddenFields(html, path())), ...all]);
  };
  const review = (tier: string) =>
    reviewApp(server, app.id, { tier, approvedScopes: ['segments:read'] }, 'sync.example');

  it('is written, and shown once the app is listed', async () => {
    const slug = `listed-${String(count)}`;
    const saved = await send({ slug, start: 'https://sync.example/start' });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path()}?done=applied`]);
    const shown = await dev.open(path());
    expect(shown.html).toContain('value="Keeps records"');
    await server.http.get(`/apps/${slug}`).expect(404);
    await review('listed');
    const { text } = await server.http.get(`/apps/${slug}`).expect(200);
    expect(text).toContain('<li dir="auto"><bdi>and of you</bdi></li>');
    const { headers } = await server.http.get(`/connect/${slug}`).expect(303);
    expect(headers.location).toMatch(/^https:\/\/sync\.example\/start\?iss=/);
  });

  it('stays as it was reviewed while a change waits', async () => {
    const slug = `kept-${String(count)}`;
    await send({ slug });
    await review('listed');
    const changed = await send({ slug, summary_en: 'Sells your data' });
    expect(changed.headers.get('location')).toBe(`${path()}?done=draft`);
    expect((await dev.open(path())).html).toContain('value="Sells your data"');
    const { text } = await server.http.get(`/apps/${slug}`).expect(200);
    expect(text).toContain('Keeps records');
    expect(text).not.toContain('Sells your data');
  });

  it.each<[string, Fields, string]>([
    ['a bad address', { slug: 'Not A Slug' }, '3 to 40 letters'],
    ['no category', { category: [] }, 'Choose 1 to 3 categories.'],
    ['an unknown category', { category: ['weapons'] }, 'Choose 1 to 3 categories.'],
    ['no language', { language: [] }, 'Choose at least one language.'],
    ['no English', { summary_en: '', description_en: '' }, 'English is needed'],
    ['English only', { summary_es: '', description_es: '' }, 'one more language'],
    ['half a text', { description_es: '' }, 'A text of at most 4000 characters.'],
    ['a long sentence', { summary_en: 'x'.repeat(121) }, 'One line of at most 120 characters.'],
    ['characters that reorder text', { summary_en: 'a\u202Eb' }, 'direction-changing'],
    ['characters that hide', { description_en: 'a\u200Bb' }, 'invisible'],
    ['an address without TLS', { start: 'http://sync.example/' }, 'An https address'],
    ['an address that runs', { start: 'javascript:alert(1)' }, 'An https address'],
  ])('is refused with %s', async (_, fields, said) => {
    const refused = await send(fields);
    expect(refused.status).toBe(400);
    expect(refused.html).toContain(said);
    expect(refused.html).toContain('class="field-error"');
  });

  it('leads to the verified domain only', async () => {
    await review('verified');
    const refused = await send({ start: 'https://evil.example/' });
    expect(refused.html).toContain('It must be on the verified domain of the app: sync.example');
  });

  it('has an address that no other app has', async () => {
    const { slug } = await listApp(server);
    const refused = await send({ slug });
    expect([refused.status, refused.html]).toEqual([
      400,
      expect.stringContaining('Another app has this address.'),
    ]);
  });

  it('gives an address to one of several who take it at the same time', async () => {
    const form = { ...FORM, slug: 'contested' };
    const fields = Object.entries(form).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
    const prepare = async (name: string) => {
      const organisation = await Organisation.of(server);
      const project = await organisation.createProject('Other');
      const person = await organisation.person(name, [[project, 'owner']]);
      const { clientId } = await organisation.app(name);
      const at = `/developers/apps/${clientId}/listing`;
      const { html } = await person.open(at);
      const hidden = Object.entries(hiddenFields(html, at));
      return () => person.browser.post(at, [...hidden, ...fields]);
    };
    const sends = await Promise.all(['A', 'B', 'C', 'D', 'E'].map(prepare));
    const statuses = (await Promise.all(sends.map((send) => send()))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    // Beside the field if it was seen in time, else as a conflict.
    expect(statuses.filter((status) => ![303, 400, 409].includes(status))).toEqual([]);
  });

  it('is for the people of the organisation, and their own forms (D2)', async () => {
    const stranger = await (await Organisation.of(server)).person('Stranger');
    expect((await stranger.open(path())).status).toBe(404);
    await dev.open(path());
    expect((await dev.browser.post(path(), { slug: 'x' })).status).toBe(403);
  });
});
