import { fromWireId, newId, toWireId } from '../../../../src/kernel/ids.js';
import { EVERYBODY } from '../../campaign-caller.js';
import { storeRow } from '../../rows.js';
import { makeReadyToSend } from '../../sending.js';
import { addContact } from '../../shortcuts.js';
import type { TestDatabase } from '../../test-database.js';
import type { RouteSample, SampleArea, Things } from '../route-sample.js';

interface Owner {
  readonly database: TestDatabase;
  readonly projectId: string;
}

const storeDraft = ({ database, projectId }: Owner, id: string, mark: string): Promise<string> =>
  storeRow(database, 'campaigns', {
    ...{ id, project_id: projectId, title: mark, description: mark, status: 'draft' },
    audience: EVERYBODY,
    options: JSON.stringify([{ text: mark, weight: 100 }]),
  });

/** The draft is there again, whatever became of it, and in this state. */
const restoreAs =
  (status: string) =>
  async (owner: Owner, { campaign = '' }: Things): Promise<void> => {
    const id = fromWireId('cmp', campaign) ?? '';
    await owner.database.query('DELETE FROM campaigns WHERE id = $1', [id]);
    await storeDraft(owner, id, 'restored');
    await owner.database.query(
      `UPDATE campaigns SET status = $2, campaign_at = now() + interval '1 day' WHERE id = $1`,
      [id, status],
    );
  };

/** A contact with the verified email address of a member. */
async function addMemberContact(
  database: TestDatabase,
  projectId: string,
  mark: string,
): Promise<string> {
  const [member] = await database.query<{ email: string }>(
    `UPDATE users SET email_verified_at = now()
     WHERE id = (SELECT user_id FROM memberships WHERE project_id = $1 LIMIT 1) RETURNING email`,
    [projectId],
  );
  const contact = { firstName: mark, lastName: mark, email: member?.email ?? '' };
  return addContact(database, projectId, { ...contact, phone: '+34600000300' });
}

const path = ({ campaign }: Things): Readonly<Record<string, string | undefined>> => ({
  id: campaign,
});
const from = (status: string): RouteSample => ({
  path,
  restore: restoreAs(status),
  headers: { 'if-match': '"1"' },
});
const ofDraft = from('draft');

export const CAMPAIGN_SAMPLES: SampleArea = {
  async add({ database, projectId, mark }) {
    const id = newId();
    await makeReadyToSend(database, projectId);
    await storeDraft({ database, projectId }, id, mark);
    const member = await addMemberContact(database, projectId, mark);
    return { campaign: toWireId('cmp', id), member };
  },
  routes: {
    'POST /v1/project/:project/campaign': {
      body: () => ({ title: 'New', options: [{ text: 'Hello' }] }),
    },
    'GET /v1/project/:project/campaign/:id': { path },
    'PATCH /v1/project/:project/campaign/:id': ofDraft,
    'DELETE /v1/project/:project/campaign/:id': ofDraft,
    'POST /v1/project/:project/campaign/:id/duplicate': { path },
    'GET /v1/project/:project/campaign/:id/report': { path },
    'POST /v1/project/:project/campaign/:id/estimate': ofDraft,
    'POST /v1/project/:project/campaign/:id/test': {
      ...ofDraft,
      body: ({ member }) => ({ contacts: [member] }),
    },
    'POST /v1/project/:project/campaign/:id/schedule': ofDraft,
    'POST /v1/project/:project/campaign/:id/send': ofDraft,
    'POST /v1/project/:project/campaign/:id/unschedule': from('scheduled'),
    'POST /v1/project/:project/campaign/:id/pause': from('sending'),
    'POST /v1/project/:project/campaign/:id/resume': from('paused'),
    'POST /v1/project/:project/campaign/:id/cancel': from('paused'),
    'POST /v1/project/:project/campaign/:id/archive': from('sent'),
  },
};
