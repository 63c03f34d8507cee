import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { HandlesJob } from '../../../../platform/jobs/job-handler.decorator.js';
import type { JobHandler } from '../../../../platform/jobs/job.js';
import { toWireId } from '../../../../kernel/ids.js';
import { SEGMENT_ENTERED, type SegmentEntered } from '../../../segments/segment-entered.js';
import { RunDue } from '../running/run-due.js';
import { EnterContacts } from './enter-contacts.js';

/** `segment`: its uid on the wire, as definitions have it. */
const FIND_WATCHING = statement(
  'automation.find-watching-segment',
  `SELECT id FROM automations
   WHERE project_id = :projectId AND status = 'active' AND trigger #>> '{segment_entered,uid}' = :segment ORDER BY id`,
  { id: 'uuid' },
);

/** Contacts came into a segment. */
@HandlesJob(SEGMENT_ENTERED)
export class SegmentEnteredJob implements JobHandler<SegmentEntered> {
  constructor(
    private readonly database: Database,
    private readonly entries: EnterContacts,
    private readonly due: RunDue,
  ) {}

  async run({ projectId, segmentId, contactIds }: SegmentEntered): Promise<void> {
    const triggeredAt = new Date();
    // The same within an hour, so that a job that runs again lets nobody in twice.
    const entryKey = `segment/${segmentId}/${triggeredAt.toISOString().slice(0, 13)}`;
    const candidates = contactIds.map((contactId) => ({ contactId, entryKey, triggeredAt }));
    const segment = toWireId('seg', segmentId);
    for (const { id } of await this.database.query(FIND_WATCHING, { projectId, segment })) {
      await this.database.transaction((tx) =>
        this.entries.execute(tx, { projectId, id }, candidates),
      );
    }
    await this.due.execute();
  }
}
