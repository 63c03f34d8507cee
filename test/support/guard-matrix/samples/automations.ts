import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { storeAutomation } from '../../automations.js';
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
  },
};
