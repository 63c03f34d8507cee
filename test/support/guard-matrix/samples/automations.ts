import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { storeActiveAutomation, storeAutomation } from '../../automations.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

const path = ({ automation }: Things) => ({ id: automation });

/** A draft, whatever became of it. */
const changing: RouteSample = {
  path,
  async restore({ database, projectId }, { automation = '' }) {
    const id = fromWireId('aut', automation) ?? '';
    await database.query('DELETE FROM automations WHERE id = $1', [id]);
    await storeAutomation(database, projectId, { id, title: 'restored' });
  },
};

/** An active one with the trigger `api`. */
const running: RouteSample = {
  path,
  async restore({ database, projectId }, { automation = '' }) {
    const id = fromWireId('aut', automation) ?? '';
    await database.query('DELETE FROM automations WHERE id = $1', [id]);
    await storeActiveAutomation(database, projectId, id);
  },
};

export const AUTOMATION_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    const id = newId();
    await storeAutomation(database, projectId, { id, title: mark });
    return { automation: toWireId('aut', id) };
  },
  routes: {
    'POST /v1/project/:project/automation': {
      body: () => ({ title: 'New', trigger: { api: {} }, steps: [{ exit: {} }] }),
    },
    'GET /v1/project/:project/automation/:id': { path },
    'PATCH /v1/project/:project/automation/:id': changing,
    'DELETE /v1/project/:project/automation/:id': changing,
    'GET /v1/project/:project/automation/:id/report': { path },
    'GET /v1/project/:project/automation/:id/enrollments': { path },
    'POST /v1/project/:project/automation/:id/validate': { path },
    'POST /v1/project/:project/automation/:id/activate': {
      ...changing,
      headers: { 'If-Match': '"1"' },
    },
    'POST /v1/project/:project/automation/:id/pause': running,
    'POST /v1/project/:project/automation/:id/archive': running,
    'POST /v1/project/:project/automation/:id/trigger': {
      ...running,
      body: ({ contact }) => ({ contactIds: [contact] }),
    },
  },
};
