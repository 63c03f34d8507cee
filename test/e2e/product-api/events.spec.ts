import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addEvent } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('events', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let reader: ApiCaller;
  let contact: string;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    reader = await caller.narrowedTo('events:read');
    contact = await addContact(server.database, caller.project.id);
    await caller.post('/specs/events', { uid: 'purchase', name: 'Purchase' }).expect(201);
    for (const [parameter, dataType, pii] of [
      ['amount', 'decimal', false],
      ['card_holder', 'string', true],
    ]) {
      const path = '/specs/events/purchase/parameters';
      await caller.post(path, { parameter, dataType, pii }).expect(201);
    }
  });
  afterAll(() => server.stop());

  const purchase = (more: object = {}) =>
    addEvent(server.database, caller.project.id, {
      ...{ contact, type: 'purchase', occurredAt: '2026-01-01T00:00:00Z' },
      parameters: { amount: 12.5, card_holder: 'Lucía Ferrer', unknown: 'x' },
      ...more,
    });

  describe('GET /event/{id}', () => {
    it('shows an event, without parameters that hold personal data or have no spec', async () => {
      const id = await purchase();
      const { body, text } = await reader.get(`/event/${id}`).expect(200);
      expect(body).toEqual({
        entity: {
          ...{ id, type: 'purchase', eventId: expect.any(String), audienceId: contact },
          ...{ datasourceId: null, parameters: { amount: 12.5 } },
          occurredAt: '2026-01-01T00:00:00.000Z',
          receivedAt: '2026-01-01T00:00:00.000Z',
        },
        metadata: { redacted: ['purchase.card_holder'] },
      });
      expect(text).not.toContain('Lucía');
    });

    it('shows all of it with audience.full:read', async () => {
      const full = await caller.narrowedTo('events:read', 'audience.full:read');
      const { body } = await full.get(`/event/${await purchase()}`).expect(200);
      expect(body.entity.parameters).toMatchObject({ card_holder: 'Lucía Ferrer', unknown: 'x' });
      expect(body.metadata).toEqual({ redacted: [] });
    });

    it('knows only events of the project, and of contacts that were not deleted (E3)', async () => {
      const other = await ApiCaller.connect(server);
      const gone = await addContact(server.database, caller.project.id, {
        deletedAt: '2026-01-01T00:00:00Z',
      });
      const id = await purchase();
      await other.get(`/event/${id}`).expect(404);
      for (const each of [await purchase({ contact: gone }), toWireId('evt', newId()), contact]) {
        await caller.get(`/event/${each}`).expect(404);
      }
    });
  });

  describe('GET /audience/{id}/events', () => {
    it('shows the latest ten of each type, types with the latest event first', async () => {
      const crowd = await ApiCaller.connect(server);
      const visitor = await addContact(server.database, crowd.project.id);
      const add = (type: string, day: number) =>
        addEvent(server.database, crowd.project.id, {
          ...{ contact: visitor, type },
          occurredAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
        });
      const visits = [];
      for (let day = 1; day <= 12; day++) visits.unshift(await add('visit', day));
      const order = await add('order', 20);
      const { body } = await crowd.get(`/audience/${visitor}/events`).expect(200);
      const seen = (body.entities as { type: string; events: { id: string }[] }[]).map(
        ({ type, events }) => [type, events.map(({ id }) => id)],
      );
      expect(seen).toEqual([
        ['order', [order]],
        ['visit', visits.slice(0, 10)],
      ]);
      expect(body.metadata).toEqual({ redacted: [] });
    });

    it('hides what the level hides', async () => {
      const own = await addContact(server.database, caller.project.id);
      await purchase({ contact: own });
      const { body, text } = await reader.get(`/audience/${own}/events`).expect(200);
      expect(body.metadata).toEqual({ redacted: ['purchase.card_holder'] });
      expect(text).not.toContain('Lucía');
    });

    it('knows only contacts of the project that were not deleted (E3)', async () => {
      const other = await ApiCaller.connect(server);
      const gone = await addContact(server.database, caller.project.id, {
        deletedAt: '2026-01-01T00:00:00Z',
      });
      await other.get(`/audience/${contact}/events`).expect(404);
      await caller.get(`/audience/${gone}/events`).expect(404);
      await caller.get(`/audience/${toWireId('aud', newId())}/events`).expect(404);
    });
  });
});
