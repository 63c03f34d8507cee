import { newId } from '../../../kernel/ids.js';
import { SANDBOX_MADE } from '../../../modules/projects/sandbox-made.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';

/** Numbers that belong to nobody: of the range that Ofcom keeps for fiction. */
const SAMPLES = [
  ['Ada', 'Byron', '+447700900001'],
  ['Mary', 'Anning', '+447700900002'],
  ['Rosa', 'Franklin', '+447700900003'],
  ['Alan', 'Mathison', '+447700900004'],
  ['Emmy', 'Noether', '+447700900005'],
  ['Lise', 'Hahn', '+447700900006'],
] as const;

// The same id of the customer's own: a job that runs again adds nothing.
const ADD_CONTACTS = statement(
  'sandbox.add-contacts',
  `INSERT INTO contacts (id, project_id, user_id, first_name, last_name, email, phone_mobile, country, language, accepts_marketing_sms)
   SELECT sample.id, p.id, 'sample-' || sample.place, sample.first_name, sample.last_name,
     lower(sample.first_name) || '@shop.example', sample.phone, 'GB', 'en', true
   FROM projects p, unnest(:ids::uuid[], :firstNames::text[], :lastNames::text[], :phones::text[])
     WITH ORDINALITY AS sample (id, first_name, last_name, phone, place)
   WHERE p.id = :projectId AND p.kind = 'sandbox'
   ON CONFLICT (project_id, user_id) DO NOTHING`,
);

const ADD_SENDER = statement(
  'sandbox.add-sender',
  `INSERT INTO senders (id, project_id, address, type, countries, status, is_default)
   SELECT :id, p.id, 'SANDBOX', 'alphanumeric', '{GB}', 'approved', true
   FROM projects p WHERE p.id = :projectId AND p.kind = 'sandbox'
   ON CONFLICT DO NOTHING`,
);

/** Fills a new sandbox project with contacts and a sender, so that calls have something to find. */
@HandlesJob(SANDBOX_MADE)
export class FillSandboxJob implements JobHandler<{ readonly projectId: string }> {
  constructor(private readonly database: Database) {}

  async run({ projectId }: { readonly projectId: string }): Promise<void> {
    await this.database.query(ADD_CONTACTS, {
      projectId,
      ids: SAMPLES.map(() => newId()),
      firstNames: SAMPLES.map(([first]) => first),
      lastNames: SAMPLES.map(([, last]) => last),
      phones: SAMPLES.map(([, , phone]) => phone),
    });
    await this.database.query(ADD_SENDER, { projectId, id: newId() });
  }
}
