import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { HandlesJob } from '../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../platform/jobs/job.js';
import { wireClientId } from '../../../modules/clients/wire-client-id.js';
import { GRANT_ENDED, type EndedAccess } from '../../../modules/grants/grant-ended.js';
import { WebhookEvents } from '../webhook-events.service.js';

const FIND_CONCERNED = statement(
  'webhook.find-told-of-grant',
  `SELECT c.id, c.name, c.metadata_uri AS "metadataUri",
     ARRAY(SELECT DISTINCT w.project_id FROM webhooks w WHERE w.project_id = ANY (:projectIds::uuid[])
       AND w.status = 'active' AND 'grant.revoked' = ANY (w.types)) AS "projectIds"
   FROM clients c WHERE c.id = :clientId`,
  { id: 'uuid', name: 'text', metadataUri: 'text?', projectIds: 'uuid[]' },
);

/**
 * Tells the webhooks of projects that an app's access ended there. A job and not a part of the ending, which must not
 * wait for webhooks. A grant whose projects have no such webhook, as nearly all of ten thousand, costs one look-up; any
 * other at most the ten webhooks of each of its projects.
 */
@HandlesJob(GRANT_ENDED)
export class TellGrantEndedJob implements JobHandler<EndedAccess> {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookEvents,
  ) {}

  async run({ grantId: subjectId, clientId, projects }: EndedAccess): Promise<void> {
    const projectIds = projects.map(({ projectId }) => projectId);
    const [app] = await this.database.query(FIND_CONCERNED, { clientId, projectIds });
    const told = projects.filter(({ projectId }) => app?.projectIds.includes(projectId));
    if (!app || told.length === 0) return;
    const facts = { clientId: wireClientId(app), appName: app.name };
    await this.database.transaction(async (tx) => {
      for (const { projectId, reason, eventId } of told) {
        const event = { subjectId, eventId, data: { ...facts, reason } };
        await this.webhooks.announce(tx, { projectId, type: 'grant.revoked', ...event });
      }
    });
  }
}
