import { fromWireId, toWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import type { RouteSample, SampleArea } from '../route-sample.js';

/** Of several unfinished imports only some are allowed, and one that has ended cannot be cancelled. */
const reopen: RouteSample['restore'] = ({ database, projectId }, { import: id = '' }) =>
  database.query(
    `UPDATE imports SET status = CASE WHEN id = $2 THEN 'queued' ELSE 'complete' END,
       completed_at = CASE WHEN id = $2 THEN NULL ELSE now() END
     WHERE project_id = $1`,
    [projectId, fromWireId('imp', id)],
  );

const ofImport: RouteSample = { path: ({ import: id }) => ({ id }) };

export const IMPORT_SAMPLES: SampleArea = {
  async add({ database, projectId: project_id, mark }) {
    const source = await storeRow(database, 'data_sources', {
      ...{ project_id, name: mark, type: 'import', priority: 50 },
      ...{ default_country: 'ES', locale: 'es', timezone: 'Europe/Madrid' },
    });
    const id = await storeRow(database, 'imports', {
      ...{ project_id, data_source_id: source, status: 'queued', total: 1 },
    });
    const errors = { name: [mark] };
    const row = { project_id, import_id: id, row_number: 1, user_id: mark, errors };
    await storeRow(database, 'import_errors', row);
    return { import: toWireId('imp', id), importing: toWireId('ds', source) };
  },
  routes: {
    'GET /v1/project/:project/import/:id': ofImport,
    'GET /v1/project/:project/import/:id/errors': ofImport,
    'POST /v1/project/:project/import/:id/cancel': { ...ofImport, restore: reopen },
    'POST /v1/project/:project/datasource/:id/import': {
      path: ({ importing }) => ({ id: importing }),
      restore: reopen,
      headers: { 'content-type': 'application/x-ndjson' },
      body: () => ({ _user_id: 'sample' }),
    },
  },
};
