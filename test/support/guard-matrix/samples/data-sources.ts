import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import { storeSourceToken } from '../../source-token.js';
import type { RouteSample, SampleArea } from '../route-sample.js';

const ofKnown: RouteSample = { path: ({ source, known }) => ({ id: source, userId: known }) };

/** The one that was erased keeps its row under another user id. */
const remake: RouteSample['restore'] = async ({ database, projectId: project_id }, things) => {
  const { known: user_id = '' } = things;
  const values = [project_id, user_id];
  const sql = 'SELECT id FROM contacts WHERE project_id = $1 AND user_id = $2';
  if ((await database.query(sql, values)).length === 0) {
    await storeRow(database, 'contacts', { project_id, user_id });
  }
};

/** The tokens that the samples make are deleted, and the one that they delete is made again. */
const spareToken: RouteSample['restore'] = async ({ database, projectId }, things) => {
  const { source = '', spare = '' } = things;
  const id = fromWireId('dst', spare);
  await database.query(
    `DELETE FROM data_source_tokens WHERE id = $2 OR id IN (
       SELECT id FROM data_source_tokens WHERE project_id = $1 ORDER BY created_at DESC OFFSET 5)`,
    [projectId, id],
  );
  await storeSourceToken(database, projectId, source, id ?? undefined);
};

const ofSource: RouteSample = { path: ({ source }) => ({ id: source }) };

export const DATA_SOURCE_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    const id = await storeRow(database, 'data_sources', {
      ...{ project_id: projectId, name: mark, description: mark, type: 'api', priority: 100 },
      ...{ tags: [mark], default_country: 'ES', locale: 'es', timezone: 'Europe/Madrid' },
      create_missing: true,
    });
    await storeRow(database, 'contacts', {
      ...{ project_id: projectId, user_id: 'known-to-source', first_name: mark },
    });
    return {
      source: toWireId('ds', id),
      known: 'known-to-source',
      spare: toWireId('dst', newId()),
    };
  },
  routes: {
    'GET /v1/project/:project/datasource/:id': ofSource,
    'POST /v1/project/:project/datasource': { body: () => ({ name: 'x', audienceTags: [] }) },
    'PATCH /v1/project/:project/datasource/:id': ofSource,
    'GET /v1/project/:project/datasource/:id/stats': ofSource,
    'GET /v1/project/:project/datasource/:id/stream': ofSource,
    'GET /v1/project/:project/datasource/:id/token': ofSource,
    'POST /v1/project/:project/datasource/:id/token': { ...ofSource, restore: spareToken },
    'DELETE /v1/project/:project/datasource/:id/token/:tokenId': {
      path: ({ source, spare }) => ({ id: source, tokenId: spare }),
      restore: spareToken,
    },
    'POST /v1/project/:project/datasource/:id/stream/contacts': {
      ...ofSource,
      body: () => [{ _user_id: 'sample' }],
    },
    'GET /v1/project/:project/datasource/:id/stream/contacts/:userId': ofKnown,
    'DELETE /v1/project/:project/datasource/:id/stream/contacts/:userId': {
      ...ofKnown,
      restore: remake,
    },
    'POST /v1/project/:project/datasource/:id/stream/events': {
      ...ofSource,
      body: () => [{ _user_id: 'sampled', _event_id: 'sample', _event_type: 'sample' }],
    },
    'GET /v1/project/:project/datasource/:id/stream/specs/attributes': ofSource,
    'GET /v1/project/:project/datasource/:id/stream/specs/events': ofSource,
    'GET /v1/project/:project/datasource/:id/stream/specs/event-parameters': ofSource,
    'GET /v1/project/:project/datasource/:id/stream/specs/event-parameters/:type': {
      path: ({ source }) => ({ id: source, type: 'sample' }),
    },
  },
};
