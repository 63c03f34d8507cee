import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { storeRow } from '../../rows.js';
import type { TestDatabase } from '../../test-database.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

interface Owner {
  readonly database: TestDatabase;
  readonly projectId: string;
}

const storeDraft = ({ database, projectId }: Owner, id: string, mark: string): Promise<string> =>
  storeRow(database, 'campaigns', {
    ...{ id, project_id: projectId, title: mark, description: mark, status: 'draft' },
    audience: { segments: [], rule: null, exclude: [] },
    options: JSON.stringify([{ text: mark, weight: 100 }]),
  });

/** The draft is there again, whatever became of it. */
const restore = async (owner: Owner, { campaign = '' }: Things): Promise<void> => {
  const id = fromWireId('cmp', campaign) ?? '';
  await owner.database.query('DELETE FROM campaigns WHERE id = $1', [id]);
  await storeDraft(owner, id, 'restored');
};

const path = ({ campaign }: Things): Readonly<Record<string, string | undefined>> => ({
  id: campaign,
});
const changing: RouteSample = { path, restore };

export const CAMPAIGN_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    const id = newId();
    await storeDraft({ database, projectId }, id, mark);
    return { campaign: toWireId('cmp', id) };
  },
  routes: {
    'POST /v1/project/:project/campaign': {
      body: () => ({ title: 'New', options: [{ text: 'Hello' }] }),
    },
    'GET /v1/project/:project/campaign/:id': { path },
    'PATCH /v1/project/:project/campaign/:id': changing,
    'DELETE /v1/project/:project/campaign/:id': changing,
    'POST /v1/project/:project/campaign/:id/duplicate': { path },
  },
};
