import {
  openContractProject,
  type ContractProject,
} from '../../support/contract/contract-project.js';
import type { DocumentedClient } from '../../support/contract/documented-client.js';
import {
  ATTRIBUTE,
  CONTACT,
  EVENT_PARAMETER,
  EVENT_TYPE,
  PROJECT,
} from '../../support/contract/documented-entities.js';
import { faultsIn } from '../../support/contract/shape.js';
import { TestApp } from '../../support/test-app.js';

const WITH_NUMBER = {
  root: { join: 'and', children: [{ key: '_phone_mobile', operator: 'exists', values: [] }] },
};
const EVENT = {
  ...{ id: 'string', type: 'string', eventId: 'string', audienceId: 'string' },
  ...{ occurredAt: 'time', parameters: 'object' },
};

describe('what the public description of the API says of projects and contacts', () => {
  let server: TestApp;
  let opened: ContractProject;
  let client: DocumentedClient;
  beforeAll(async () => {
    server = await TestApp.start();
    opened = await openContractProject(server);
    client = opened.client;
  });
  afterAll(() => server.stop());

  describe('project and specs', () => {
    it('GET /v1/ says whose token it is, with an organisation in each project (API-01)', async () => {
      const project = {
        ...{ id: 'string', name: 'string', plan: 'string' },
        organisation: { id: 'string', name: 'string' },
      };
      const answer = await client.root();
      answer.expectEntity({ projects: 'object[]', user: { id: 'string' } });
      const projects = answer.entity.projects as readonly unknown[];
      expect(projects.flatMap((each) => faultsIn(each, project))).toEqual([]);
      expect(faultsIn(answer.body.metadata, { scopes: 'string[]' })).toEqual([]);
      expect(Object.keys(answer.body.metadata ?? {})).toEqual(['scopes']);
    });

    it('GET a project, without settings that there are not here (API-02)', async () => {
      const { entity } = (await client.get('')).expectEntity(PROJECT);
      for (const name of ['shortTrackingDomain', 'attributionConfig', 'defaultSmsSender']) {
        expect(entity).not.toHaveProperty(name);
      }
    });

    it('GET /specs/attributes', async () => {
      const answer = (await client.get('/specs/attributes')).expectEntities(ATTRIBUTE);
      expect(faultsIn(answer.body.metadata, { uniqueAttributes: 'string[]' })).toEqual([]);
    });

    it('GET /specs/events', async () => {
      (await client.get('/specs/events')).expectEntities(EVENT_TYPE);
    });

    it('GET /specs/events/{type}', async () => {
      (await client.get('/specs/events/purchase')).expectEntities(EVENT_PARAMETER);
    });
  });

  describe('one contact', () => {
    it('GET /audience/{id}', async () => {
      const { entity } = (await client.get(`/audience/${opened.contact}`)).expectEntity(CONTACT);
      expect(entity.attributesData).toMatchObject({
        _user_id: 'C1',
        _phone_mobile: '+34600000101',
      });
    });

    it('GET /audience/user/{uniqueValue}', async () => {
      (await client.get('/audience/user/C1')).expectEntity(CONTACT);
      const byEmail = await client.get('/audience/user/ana@example.test');
      expect(byEmail.expectEntity(CONTACT).entity.id).toBe(opened.contact);
    });

    it('GET /audience/search/phone/{phone}, however the number is written', async () => {
      for (const phone of ['%2B34600000101', '600000101', '600 000 101']) {
        const answer = await client.get(`/audience/search/phone/${phone}`);
        expect(answer.expectEntities(CONTACT).entities[0]?.id).toBe(opened.contact);
      }
    });

    it('GET /audience/search/email/{email}', async () => {
      (await client.get('/audience/search/email/ana@example.test')).expectEntities(CONTACT);
    });

    it('look-ups by number and address need the level that shows them (API-05)', async () => {
      const blind = await opened.dashboard.narrowedTo('audience:read');
      await blind.get('/audience/search/phone/600000101').expect(403);
      await blind.get('/audience/search/email/ana@example.test').expect(403);
      await blind.get('/audience/user/ana@example.test').expect(404);
    });

    it('GET /audience/{id}/events, by type', async () => {
      const answer = await client.get(`/audience/${opened.contact}/events`);
      answer.expectEntities({ type: 'string', events: 'object[]' });
      const [ofType] = answer.entities as readonly { readonly events?: readonly unknown[] }[];
      expect(faultsIn(ofType?.events?.[0], EVENT)).toEqual([]);
    });
  });

  describe('queries', () => {
    it('POST /audience/search', async () => {
      const query = { ...WITH_NUMBER, sortField: 'created-at', sortAsc: false, limit: 50 };
      (await client.post('/audience/search', query)).expectEntities(CONTACT);
      const child = { key: '_first_name', operator: 'matches-string', values: ['Ana'] };
      const byName = { root: { join: 'and', children: [child] } };
      expect((await client.post('/audience/search', byName)).entities).toHaveLength(1);
      (await client.post('/audience/search', { limit: 51 })).expectRefusal(400);
    });

    it('POST /audience/scroll', async () => {
      const page = await client.post('/audience/scroll', { ...WITH_NUMBER, limit: 1 });
      const { next_cursor: cursor } = page.expectEntities(CONTACT).body.metadata ?? {};
      const rest = await client.post('/audience/scroll', { ...WITH_NUMBER, limit: 1, cursor });
      expect(rest.expectEntities(CONTACT).entities).not.toEqual(page.entities);
      (await client.post('/audience/scroll', { limit: 101 })).expectRefusal(400);
    });

    it('POST /audience/segment/{uid}/scroll?parameter=', async () => {
      const root = { key: '_first_name', operator: 'eq', values: ['$1'] };
      const segment = { name: 'By name', type: 'dynamic', rule: { root } };
      const { body } = await opened.dashboard.post('/segment', segment).expect(201);
      const { uid } = (body as { entity: { uid: string } }).entity;
      const path = `/audience/segment/${uid}/scroll?parameter=Ana`;
      const answer = (await client.post(path, { limit: 10 })).expectEntities(CONTACT);
      expect(answer.entities).toHaveLength(1);
    });

    it('the contacts of a segment need segments:read as well (API-06)', async () => {
      const { body } = await opened.dashboard.post('/segment', { name: 'All', type: 'static' });
      const { uid } = (body as { entity: { uid: string } }).entity;
      const lister = await opened.dashboard.narrowedTo('audience:list');
      await lister.post(`/audience/segment/${uid}/scroll`, {}).expect(403);
    });

    it('POST /audience/aggregations', async () => {
      const aggregations = [{ name: 'countries', type: 'terms', key: '_country' }];
      const answer = await client.post('/audience/aggregations', { aggregations });
      answer.expectEntity({ aggregations: 'object[]' });
    });

    it.each(['search', 'scroll'])('POST /event/%s', async (kind) => {
      const child = { key: 'event-type', operator: 'eq', values: ['purchase'] };
      const query = { root: { join: 'and', children: [child] }, limit: 10 };
      (await client.post(`/event/${kind}`, query)).expectEntities(EVENT);
    });
  });

  describe('changes of a contact, as a stream', () => {
    const act = (name: string, more: object = {}) =>
      client.post(`/audience/stream/${name}?_sync`, { audienceId: opened.contact, ...more });
    const isSubscribed = async (channel: string): Promise<unknown> => {
      const { entity } = await client.get(`/audience/${opened.contact}`);
      return (entity.attributesData as Record<string, unknown>)[`_is_subscribed_${channel}`];
    };

    it.each(['sms', 'email'])(
      'POST /audience/stream/%s-{unsubscribe,subscribe}',
      async (channel) => {
        const why = { reason: 'asked', 'utm-source': 'a', 'utm-medium': 'b', 'utm-campaign': 'c' };
        (await act(`${channel}-unsubscribe`, why)).expectEntity({ audienceId: 'string' });
        expect(await isSubscribed(channel)).toBe(false);
        (await act(`${channel}-subscribe`)).expectEntity({ audienceId: 'string' });
        expect(await isSubscribed(channel)).toBe(true);
      },
    );

    it('POST /audience/stream/delete-contact', async () => {
      (await act('delete-contact')).expectEntity({ audienceId: 'string' });
      (await client.get(`/audience/${opened.contact}`)).expectRefusal(404);
    });
  });
});
