import { fromWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import { addSegment } from '../../shortcuts.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

const path = ({ segment }: Things): Readonly<Record<string, string | undefined>> => ({
  uid: segment,
});
/** The segment is there again, if a call has deleted it. */
const restore: RouteSample['restore'] = async ({ database, projectId }, { segment = '' }) => {
  const id = fromWireId('seg', segment) ?? '';
  const found = await database.query('SELECT FROM segments WHERE id = $1', [id]);
  if (found.length > 0) return;
  const row = { id, project_id: projectId, name: 'restored', type: 'static', status: 'ready' };
  await storeRow(database, 'segments', row);
};
const one: RouteSample = { path, restore };
const members: RouteSample = { ...one, body: ({ contact }) => ({ ids: [contact] }) };
const rule = { root: { key: '_country', operator: 'eq', values: ['ES'] } };

export const SEGMENT_SAMPLES: SampleArea = {
  add: async ({ database, projectId, mark }) => ({
    segment: await addSegment(database, projectId, { name: mark }),
  }),
  routes: {
    'POST /v1/project/:project/segment': { body: () => ({ name: 'New', type: 'static' }) },
    'POST /v1/project/:project/segment/preview': { body: () => ({ rule }) },
    'GET /v1/project/:project/segment/:uid': one,
    'GET /v1/project/:project/segment/:uid/count': one,
    'POST /v1/project/:project/audience/segment/:uid/scroll': one,
    'PATCH /v1/project/:project/segment/:uid': { ...one, body: () => ({ description: 'Changed' }) },
    'DELETE /v1/project/:project/segment/:uid': one,
    'POST /v1/project/:project/segment/:uid/members': members,
    'DELETE /v1/project/:project/segment/:uid/members': members,
  },
};
