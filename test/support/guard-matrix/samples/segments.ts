import { fromWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import { addSegment } from '../../shortcuts.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

const path = ({ segment }: Things): Readonly<Record<string, string | undefined>> => ({
  uid: segment,
});
const members: RouteSample = { path, body: ({ contact }) => ({ ids: [contact] }) };
const rule = { root: { key: '_country', operator: 'eq', values: ['ES'] } };

export const SEGMENT_SAMPLES: SampleArea = {
  add: async ({ database, projectId, mark }) => ({
    segment: await addSegment(database, projectId, { name: mark }),
  }),
  routes: {
    'POST /v1/project/:project/segment': { body: () => ({ name: 'New', type: 'static' }) },
    'POST /v1/project/:project/segment/preview': { body: () => ({ rule }) },
    'GET /v1/project/:project/segment/:uid': { path },
    'GET /v1/project/:project/segment/:uid/count': { path },
    'PATCH /v1/project/:project/segment/:uid': { path, body: () => ({ description: 'Changed' }) },
    'DELETE /v1/project/:project/segment/:uid': {
      path,
      restore: async ({ database, projectId }, { segment = '' }) => {
        const id = fromWireId('seg', segment) ?? '';
        await database.query('DELETE FROM segments WHERE id = $1', [id]);
        await storeRow(database, 'segments', {
          ...{ id, project_id: projectId, name: 'restored', type: 'static', status: 'ready' },
        });
      },
    },
    'POST /v1/project/:project/segment/:uid/members': members,
    'DELETE /v1/project/:project/segment/:uid/members': members,
  },
};
