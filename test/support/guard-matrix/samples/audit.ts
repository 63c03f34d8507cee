import { newId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import type { SampleArea } from '../route-sample.js';

export const AUDIT_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    await storeRow(database, 'audit_events', {
      ...{ project_id: projectId, type: 'contact.erased', outcome: 'succeeded', reason: mark },
      ...{ actor: { kind: 'system' }, target: { kind: 'contact', id: newId() } },
    });
    return {};
  },
  routes: {},
};
