import { newId, toWireId } from '../../../src/kernel/ids.js';
import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const BASIC = ['_first_name', '_last_name', '_full_name', '_email', '_phone_mobile', '_language'];
const LISTS = ['_client_lists', '_client_tags'];
const SOURCES = ['dsIds', 'dsContactIds'];
const HIDDEN = {
  none: ['_user_id', ...BASIC, ...LISTS, '*', ...SOURCES],
  basic: ['_user_id', ...LISTS, '*', ...SOURCES],
};

describe('contacts', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let id: string;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    id = await addContact(server.database, caller.project.id, {
      userId: 'crm-1',
      firstName: 'Núria',
      lastName: null,
      attributes: { loyalty: 'gold', _email: 'forged@example.test' },
    });
  });
  afterAll(() => server.stop());

  describe('GET /audience/{id} shows by level', () => {
    it('nothing personal without a further scope', async () => {
      const stranger = await caller.narrowedTo('audience:read');
      const { body, text } = await stranger.get(`/audience/${id}`).expect(200);
      expect(body.entity).toEqual({
        ...{ id, audienceIds: [id], deletedAt: null },
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
        indexedAt: body.entity.updatedAt,
        attributesData: {
          ...{
            _is_subscribed_sms: true,
            _is_subscribed_email: true,
            _is_subscribed_whatsapp: true,
          },
          ...{ _accepts_marketing_sms: null, _accepts_marketing_email: null },
          ...{ _accepts_marketing_whatsapp: null, _country: 'ES' },
          ...{ _date_registered: null, _date_seen: null, _date_imported: null },
          _date_updated: body.entity.updatedAt,
        },
      });
      expect(body.metadata.redacted).toEqual(HIDDEN.none);
      for (const secret of ['Núria', '+34600', 'lucia@', 'crm-1', 'gold', 'loyalty']) {
        expect(text).not.toContain(secret);
      }
    });

    it('names and addresses with audience.basic:read', async () => {
      const basic = await caller.narrowedTo('audience:read', 'audience.basic:read');
      const { body, text } = await basic.get(`/audience/${id}`).expect(200);
      expect(body.entity.attributesData).toMatchObject({
        _first_name: 'Núria',
        _last_name: null,
        _full_name: 'Núria',
        _email: 'lucia@example.test',
        _phone_mobile: '+34600000101',
        _language: 'es',
      });
      expect(body.metadata.redacted).toEqual(HIDDEN.basic);
      for (const secret of ['crm-1', 'gold', 'loyalty', 'forged'])
        expect(text).not.toContain(secret);
    });

    it('everything with audience.full:read, and no custom field in place of a reserved one', async () => {
      const full = await caller.narrowedTo('audience:read', 'audience.full:read');
      const { body } = await full.get(`/audience/${id}`).expect(200);
      expect(body.entity.attributesData).toMatchObject({
        _user_id: 'crm-1',
        _email: 'lucia@example.test',
        ...{ _client_lists: [], _client_tags: [], loyalty: 'gold' },
      });
      expect(body.entity).toMatchObject({ dsIds: [], dsContactIds: ['crm-1'] });
      expect(body.metadata.redacted).toEqual([]);
    });

    it('less at once when the role no longer allows more (E5)', async () => {
      const demoted = await ApiCaller.connect(server);
      const contact = await addContact(server.database, demoted.project.id);
      const setRole = (role: string) =>
        server.database.query(`UPDATE memberships SET role = $2 WHERE id = $1`, [
          demoted.project.membershipId,
          role,
        ]);
      const redacted = async () =>
        listOf(await demoted.get(`/audience/${contact}`).expect(200)).metadata.redacted;
      expect(await redacted()).toEqual([]);
      await setRole('developer');
      expect(await redacted()).toEqual(HIDDEN.basic);
      await setRole('analyst');
      expect(await redacted()).toEqual(HIDDEN.none);
    });
  });

  it('GET /audience/{id} knows only contacts of the project that were not deleted (E3)', async () => {
    const other = await ApiCaller.connect(server);
    const foreign = await addContact(server.database, other.project.id);
    const deleted = await addContact(server.database, caller.project.id, {
      deletedAt: '2026-01-01T00:00:00Z',
    });
    const segment = await addSegment(server.database, caller.project.id);
    for (const each of [foreign, deleted, segment, toWireId('aud', newId()), 'crm-1', 'aud_']) {
      await caller.get(`/audience/${each}`).expect(404);
    }
  });

  describe('GET /audience/search/email/{email}', () => {
    const search = async (who: ApiCaller, email: string): Promise<unknown[]> => {
      const path = `/audience/search/email/${encodeURIComponent(email)}`;
      return eachOf(await who.get(path).expect(200), 'id');
    };

    it.each(['lucia@example.test', 'lucia@EXAMPLE.test', 'LUCIA@example.TEST'])(
      'finds %s',
      async (email) => expect(await search(caller, email)).toEqual([id]),
    );

    it('finds nothing like it, nothing of another project, nothing deleted (E3)', async () => {
      const other = await ApiCaller.connect(server);
      await addContact(server.database, other.project.id, { deletedAt: '2026-01-01T00:00:00Z' });
      expect(await search(other, 'lucia@example.test')).toEqual([]);
      for (const email of ['ucia@example.test', '%@example.test', 'lucia@example._est']) {
        expect(await search(caller, email)).toEqual([]);
      }
    });

    it.each(['abc', '@', 'a@', '@b', `${'a'.repeat(250)}@b.es`])('refuses %s', async (email) => {
      const path = `/audience/search/email/${encodeURIComponent(email)}`;
      expect(pointersOf(await caller.get(path).expect(400))).toEqual(['/email']);
    });

    it('needs the level that shows addresses', async () => {
      const reader = await caller.narrowedTo('audience:read');
      await reader.get('/audience/search/email/lucia@example.test').expect(403);
    });
  });

  describe('GET /audience/user/{uniqueValue}', () => {
    const look = (who: ApiCaller, value: string) =>
      who.get(`/audience/user/${encodeURIComponent(value)}`);

    it('finds by the customer’s own id at every level, and shows what the level shows', async () => {
      const stranger = await caller.narrowedTo('audience:read');
      const { body, text } = await look(stranger, 'crm-1').expect(200);
      expect(body.entity.id).toBe(id);
      expect(body.metadata.redacted).toEqual(HIDDEN.none);
      expect(text).not.toContain('crm-1');
    });

    it('finds by an address only at the level that shows it', async () => {
      const stranger = await caller.narrowedTo('audience:read');
      const basic = await caller.narrowedTo('audience:read', 'audience.basic:read');
      for (const address of ['lucia@example.test', '+34600000101', '600 000 101']) {
        expect((await look(basic, address).expect(200)).body.entity.id).toBe(id);
        await look(stranger, address).expect(404);
      }
    });

    it('finds nothing of another project, nothing deleted, no odd value (E3, E14)', async () => {
      const other = await ApiCaller.connect(server);
      await look(other, 'crm-1').expect(404);
      await addContact(server.database, caller.project.id, {
        ...{ userId: 'crm-gone', phone: null, email: null, deletedAt: '2026-01-01T00:00:00Z' },
      });
      for (const value of ['crm-gone', 'gold', '%', "'", 'x'.repeat(5_000), '{}']) {
        await look(caller, value).expect(404);
      }
    });
  });

  describe('GET /audience/search/phone/{phone}', () => {
    const search = async (who: ApiCaller, phone: string): Promise<unknown[]> => {
      const path = `/audience/search/phone/${encodeURIComponent(phone)}`;
      return eachOf(await who.get(path).expect(200), 'id');
    };

    it.each([
      '+34600000101',
      '600 000 101',
      '0034 600-000-101',
      '+34 (600) 000 101',
      '34600000101',
    ])('finds %s, read as a number of the project’s country', async (phone) =>
      expect(await search(caller, phone)).toEqual([id]),
    );

    it('reads a national number by the country of the project', async () => {
      const french = await ApiCaller.connect(server);
      await server.database.query(`UPDATE projects SET default_country = 'FR' WHERE id = $1`, [
        french.project.id,
      ]);
      const contact = await addContact(server.database, french.project.id, {
        phone: '+33612345678',
      });
      expect(await search(french, '06 12 34 56 78')).toEqual([contact]);
    });

    it('finds no contact of another project and no deleted one (E3)', async () => {
      const other = await ApiCaller.connect(server);
      expect(await search(other, '+34600000101')).toEqual([]);
      await addContact(server.database, other.project.id, { deletedAt: '2026-01-01T00:00:00Z' });
      expect(await search(other, '+34600000101')).toEqual([]);
    });

    it('stops at ten, newest first', async () => {
      const crowd = await ApiCaller.connect(server);
      const ids = [];
      for (let day = 1; day <= 12; day++) {
        const createdAt = `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`;
        ids.unshift(await addContact(server.database, crowd.project.id, { createdAt }));
      }
      expect(await search(crowd, '600000101')).toEqual(ids.slice(0, 10));
    });

    it('shows what the level shows', async () => {
      const basic = await caller.narrowedTo('audience:read', 'audience.basic:read');
      const { body } = await basic.get('/audience/search/phone/600000101').expect(200);
      expect(body.entities[0].attributesData._first_name).toBe('Núria');
      expect(body.metadata).toEqual({ redacted: HIDDEN.basic });
    });

    it.each(['123', 'abc', '%00', '+', '6'.repeat(500), '%F0%9F%93%9E'])(
      'refuses %s, which is no phone number (E19)',
      async (phone) => {
        const answer = await caller.get(`/audience/search/phone/${phone}`).expect(400);
        expect(pointersOf(answer)).toEqual(['/phone']);
      },
    );
  });
});
