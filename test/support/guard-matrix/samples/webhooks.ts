import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import { storeWebhook } from '../../webhooks.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

const URL = 'https://hooks.app.test/in';
const path = ({ webhook, delivery }: Things) => ({ id: webhook, deliveryId: delivery });
const ofWebhook: RouteSample = { path };

export const WEBHOOK_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    const url = `${URL}/${mark}`;
    const [doomed, id] = [newId(), await storeWebhook(database, projectId, { url })];
    await storeWebhook(database, projectId, { id: doomed, url });
    const delivery = await storeRow(database, 'webhook_deliveries', {
      ...{ project_id: projectId, webhook_id: id, event_id: newId(), type: 'message.status' },
      ...{ subject_id: newId(), data: {}, occurred_at: new Date() },
    });
    return {
      webhook: toWireId('whk', id),
      doomedWebhook: toWireId('whk', doomed),
      delivery: toWireId('dlv', delivery),
    };
  },
  routes: {
    'POST /v1/project/:project/webhook': {
      // Another type than that of any message needs another scope.
      body: () => ({ url: URL, types: ['campaign.sent'] }),
      // There is a limit to how many a project has.
      restore: ({ database, projectId }, { webhook = '', doomedWebhook = '' }) =>
        database.query('DELETE FROM webhooks WHERE project_id = $1 AND id <> ALL ($2)', [
          projectId,
          [fromWireId('whk', webhook), fromWireId('whk', doomedWebhook)],
        ]),
    },
    'GET /v1/project/:project/webhook/:id': ofWebhook,
    'PATCH /v1/project/:project/webhook/:id': ofWebhook,
    'DELETE /v1/project/:project/webhook/:id': {
      path: ({ doomedWebhook }) => ({ id: doomedWebhook }),
      restore: async ({ database, projectId }, { doomedWebhook = '' }) => {
        const id = fromWireId('whk', doomedWebhook);
        await database.query('DELETE FROM webhooks WHERE id = $1', [id]);
        await storeWebhook(database, projectId, { id });
      },
    },
    'POST /v1/project/:project/webhook/:id/test': ofWebhook,
    'POST /v1/project/:project/webhook/:id/rotate-secret': ofWebhook,
    'GET /v1/project/:project/webhook/:id/deliveries': ofWebhook,
    'POST /v1/project/:project/webhook/:id/deliveries/:deliveryId/redeliver': ofWebhook,
  },
};
