import { storeRow } from '../../rows.js';
import type { SampleArea } from '../route-sample.js';

export const SPEC_SAMPLES: SampleArea = {
  async add({ database, projectId: project_id, mark }) {
    const attribute = { uid: 'sample', label: mark, description: mark, data_type: 'string' };
    const event = { uid: 'sample', name: mark, description: mark, category: mark };
    const parameter = { parameter: 'sample', title: mark, description: mark, data_type: 'string' };
    await storeRow(database, 'project_specs', { project_id, attributes: 1, events: 1 });
    await storeRow(database, 'attribute_specs', { project_id, ...attribute });
    await storeRow(database, 'event_specs', { project_id, ...event, parameters: 1 });
    const event_type = 'sample';
    await storeRow(database, 'event_parameter_specs', { project_id, event_type, ...parameter });
    return {};
  },
  routes: {
    'GET /v1/project/:project/specs/events/:type': { path: () => ({ type: 'sample' }) },
    'POST /v1/project/:project/specs/attributes': {
      body: () => ({ uid: newName(), dataType: 'string' }),
    },
    'PATCH /v1/project/:project/specs/attributes/:uid': { path: () => ({ uid: 'sample' }) },
    'POST /v1/project/:project/specs/events': { body: () => ({ uid: newName() }) },
    'POST /v1/project/:project/specs/events/:type/parameters': {
      path: () => ({ type: 'sample' }),
      body: () => ({ parameter: newName(), dataType: 'string' }),
    },
  },
};

let names = 0;
/** A successful call is made several times, and a name is taken by the first. */
const newName = (): string => `sample_${String((names += 1))}`;
