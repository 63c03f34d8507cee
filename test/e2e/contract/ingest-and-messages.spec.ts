import { EVERYBODY } from '../../support/campaign-caller.js';
import {
  ANA,
  openContractProject,
  PURCHASE,
  type ContractProject,
} from '../../support/contract/contract-project.js';
import type { DocumentedClient } from '../../support/contract/documented-client.js';
import {
  ATTRIBUTE,
  BATCH_RESULT,
  CONTACT,
  DATA_SOURCE,
  EVENT_PARAMETER,
  EVENT_TYPE,
  SMS,
} from '../../support/contract/documented-entities.js';
import { faultsIn } from '../../support/contract/shape.js';
import { fromWireId } from '../../../src/kernel/ids.js';
import { storeMessage } from '../../support/sending.js';
import { TestApp } from '../../support/test-app.js';

const ID_KINDS = { campaign: 'cmp', automation: 'aut' } as const;
const PAGE = '_start=0&_limit=10';

describe('what the public description of the API says of data sources and messages', () => {
  let server: TestApp;
  let opened: ContractProject;
  let client: DocumentedClient;
  beforeAll(async () => {
    server = await TestApp.start({ RATE_LIMIT_SCALE: '10' });
    opened = await openContractProject(server);
    client = opened.client;
  });
  afterAll(() => server.stop());

  /** What people make in the dashboard there. @returns its id */
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await opened.dashboard.post(path, body).expect(201);
    const { id, uid } = (answer.body as { entity: { id?: string; uid?: string } }).entity;
    return id ?? uid ?? '';
  };

  describe('data sources', () => {
    it('POST /datasource', async () => {
      const body = {
        ...{ name: 'Till', audienceTags: ['till'], description: 'In the shop', tags: ['pos'] },
        ...{ defaultCountry: 'ES', locale: 'es', timezone: 'Europe/Madrid' },
      };
      (await client.post('/datasource', body)).expectEntity(DATA_SOURCE, 201);
    });

    it('GET /datasource', async () => {
      (await client.get(`/datasource?${PAGE}&_sort=name:asc`)).expectPage(DATA_SOURCE);
    });

    it('GET /datasource/{id}', async () => {
      (await client.get(`/datasource/${opened.dataSource}`)).expectEntity(DATA_SOURCE);
    });

    it('GET /datasource/{id}/stats', async () => {
      (await client.get(`/datasource/${opened.dataSource}/stats`)).expectEntity('object');
    });

    it('GET /datasource/{id}/stream', async () => {
      (await client.get(`/datasource/${opened.dataSource}/stream`)).expectEntity('object');
    });

    it.each([
      ['attributes', ATTRIBUTE],
      ['events', EVENT_TYPE],
      ['event-parameters', EVENT_PARAMETER],
      ['event-parameters/purchase', EVENT_PARAMETER],
    ])('GET /datasource/{id}/stream/specs/%s', async (name, shape) => {
      const path = `/datasource/${opened.dataSource}/stream/specs/${name}`;
      (await client.get(path)).expectEntities(shape);
    });
  });

  describe('ingest', () => {
    const stream = (kind: string, flags = '') => `/datasource/dsapi/stream/${kind}${flags}`;
    const item = { status: 'string', _user_id: 'string' };

    it.each(['', '?_sync', '?_dryRun'])('POST …/stream/contacts%s', async (flags) => {
      const answer = await client.post(stream('contacts', flags), [ANA, { _user_id: '' }]);
      answer.expectEntity(BATCH_RESULT, 202);
      expect(answer.entity).toMatchObject({ successful: 1, failed: 1 });
      const [good, bad] = answer.entity.items as readonly unknown[];
      expect(faultsIn(good, item)).toEqual([]);
      expect(faultsIn(bad, { status: 'string', errors: { _user_id: 'string[]' } })).toEqual([]);
    });

    it.each(['', '?_sync', '?_dryRun'])('POST …/stream/events%s', async (flags) => {
      const answer = await client.post(stream('events', flags), [PURCHASE]);
      answer.expectEntity(BATCH_RESULT, 202);
      expect(faultsIn((answer.entity.items as readonly unknown[])[0], item)).toEqual([]);
    });

    it('a batch whose items all fail is 422 with the same body', async () => {
      const answer = await client.post(stream('contacts'), [{ _user_id: '' }]);
      answer.expectEntity(BATCH_RESULT, 422);
    });

    it('no list, or more than a hundred, is 400', async () => {
      (await client.post(stream('contacts'), ANA)).expectRefusal(400);
      (await client.post(stream('contacts'), Array(101).fill(ANA))).expectRefusal(400);
    });

    it('GET and DELETE …/stream/contacts/{userId}', async () => {
      (await client.get(stream('contacts/C2'))).expectEntity(CONTACT);
      (await client.delete(stream('contacts/C2'))).expectEntity('object');
      (await client.get(stream('contacts/C2'))).expectRefusal(404);
    });
  });

  describe('segments', () => {
    const SEGMENT = { uid: 'string', name: 'string', type: 'string' };
    const root = { key: '_first_name', operator: 'eq', values: ['Ana'] };
    let uid: string;
    beforeAll(async () => {
      const children = [
        { ...root, values: ['$1'] },
        { key: '_country', operator: 'eq', values: ['$2'] },
      ];
      const rule = { root: { join: 'and', children } };
      uid = await made('/segment', { name: 'By name and country', type: 'dynamic', rule });
      await made('/segment', { name: 'Anas', type: 'dynamic', rule: { root } });
    });

    it('GET /segment', async () => {
      (await client.get(`/segment?${PAGE}`)).expectPage(SEGMENT);
    });

    it('GET /segment/dynamic lists those that need no parameter', async () => {
      const { entities } = (await client.get('/segment/dynamic')).expectEntities(SEGMENT);
      expect(entities.map(({ name }) => name)).toEqual(['Anas']);
    });

    it('GET /segment/{uid}?parameter=v1|v2', async () => {
      (await client.get(`/segment/${uid}`)).expectEntity(SEGMENT);
      (await client.get(`/segment/${uid}?parameter=Ana|ES`)).expectEntity(SEGMENT);
      (await client.get(`/segment/${uid}?parameter=Ana`)).expectRefusal(400);
    });
  });

  describe('campaigns and automations', () => {
    const TITLED = { id: 'string', title: 'string', status: 'string' };
    let campaign: string;
    let automation: string;
    beforeAll(async () => {
      const options = [{ text: 'Hello' }];
      campaign = await made('/campaign', { title: 'Spring', options, audience: EVERYBODY });
      const automatic = { title: 'Welcome', trigger: { api: {} }, steps: [{ exit: {} }] };
      automation = await made('/automation', automatic);
    });

    it('GET /campaign', async () => {
      (await client.get(`/campaign?${PAGE}&status_eq=draft`)).expectPage(TITLED);
    });

    it('GET /campaign/{id}', async () => {
      (await client.get(`/campaign/${campaign}`)).expectEntity(TITLED);
    });

    it('GET /automation', async () => {
      (await client.get(`/automation?${PAGE}&status_in=draft,active`)).expectPage(TITLED);
    });

    it('GET /automation/{id}', async () => {
      (await client.get(`/automation/${automation}`)).expectEntity(TITLED);
    });

    it('lists take filters, page and order in one, as _q', async () => {
      const form = {
        filter: [{ field: 'status', operator: 'in', value: ['draft'] }],
        ...{ paging: { start: 0, limit: 5 }, sort: [['title', 'asc']] },
      };
      const query = encodeURIComponent(JSON.stringify(form));
      (await client.get(`/campaign?_q=${query}`)).expectPage(TITLED);
    });

    it('lists count their rows only when they are asked to (API-03)', async () => {
      expect((await client.get('/campaign')).body.metadata).not.toHaveProperty('count');
      const { body } = await client.get('/campaign?_count=true');
      expect(faultsIn(body.metadata, { count: 'integer' })).toEqual([]);
    });

    it.each(['campaign', 'automation'] as const)(
      'GET …/sms/%s/{id}/{index} and …/sms/send/{id}',
      async (kind) => {
        const id = { campaign, automation }[kind];
        const origin = {
          origin_kind: kind,
          origin_id: fromWireId(ID_KINDS[kind], id),
          origin_index: 0,
        };
        await storeMessage(server.database, opened.dashboard.project.id, opened.contact, origin);
        (await client.get(`/channel/sms/sms/${kind}/${id}/0`)).expectEntities(SMS);
        (await client.get(`/channel/sms/sms/send/${id}`)).expectEntities(SMS);
      },
    );
  });

  describe('text messages', () => {
    const send = (more = '', body: object = { text: 'Hello', allowUnicode: false }) =>
      client.post(`/channel/sms/sms/direct/default/${opened.contact}${more}`, body);

    it('GET /channel/sms/sender', async () => {
      (await client.get('/channel/sms/sender')).expectEntities({ id: 'string', from: 'string' });
    });

    it('POST …/sms/direct/{sender}/{audienceId}: amounts are texts, and there is no metadata (API-04)', async () => {
      const { entity } = (await send()).expectEntity(SMS, 201);
      expect(entity).not.toHaveProperty('metadata');
      const { entities } = await client.get('/channel/sms/sender');
      const path = `/channel/sms/sms/direct/${String(entities[0]?.id)}/${opened.contact}`;
      (await client.post(path, { text: 'Hello' })).expectEntity(SMS, 201);
    });

    it('POST …/sms/direct/{sender}/{audienceId}/{utmTerm}', async () => {
      (await send('/spring')).expectEntity(SMS, 201);
      (await client.get('/channel/sms/sms/direct/spring')).expectEntities(SMS);
    });

    it('GET …/sms/{id}', async () => {
      const { entity } = await send();
      (await client.get(`/channel/sms/sms/${String(entity.id)}`)).expectEntity(SMS);
    });

    it('GET …/sms/audience/{id} and …/sms/direct', async () => {
      await send();
      (await client.get(`/channel/sms/sms/audience/${opened.contact}`)).expectEntities(SMS);
      (await client.get(`/channel/sms/sms/direct?${PAGE}`)).expectPage(SMS);
    });
  });

  describe('what is said of every call', () => {
    it('has the limits of the token', async () => {
      const { headers } = await client.get('');
      for (const name of ['Limit', 'Remaining', 'Reset']) {
        expect(headers.get(`X-RateLimit-${name}`)).toMatch(/^\d+$/);
      }
    });

    it('says by a message what is wrong: a bad token, or what is unknown or not visible', async () => {
      (await client.root('isoa_nothing')).expectRefusal(401);
      (await client.get('/audience/aud_01kag0r4yqf8ktm3v9x2s5c7bn')).expectRefusal(404);
    });
  });
});
