import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sharedLookup, type SharedRow } from '../../../platform/database/shared-statement.js';

const FIND = sharedLookup(
  'data-source.find-numbers',
  { projectId: 'uuid', id: 'uuid' },
  `SELECT s.id, (s.received_contacts + coalesce(r.contacts, 0))::float8 AS "receivedContacts",
     (s.received_events + coalesce(r.events, 0))::float8 AS "receivedEvents", (s.errored + coalesce(r.errored, 0))::float8 AS errored,
     greatest(s.last_contact_received_at, r.contact_at) AS "lastContactReceivedAt",
     greatest(s.last_event_received_at, r.event_at) AS "lastEventReceivedAt"
   FROM data_sources s LEFT JOIN LATERAL (
     SELECT sum(contacts) AS contacts, sum(events) AS events, sum(errored) AS errored,
       max(received_at) FILTER (WHERE contacts > 0) AS contact_at, max(received_at) FILTER (WHERE events > 0) AS event_at
     FROM data_source_receipts WHERE project_id = :projectId AND data_source_id = :id
   ) r ON true
   WHERE s.project_id = :projectId AND s.id = :id`,
  {
    ...{ id: 'uuid', receivedContacts: 'double precision', receivedEvents: 'double precision' },
    ...{ errored: 'double precision' },
    ...{ lastContactReceivedAt: 'timestamptz?', lastEventReceivedAt: 'timestamptz?' },
  },
);

/** What a data source brought in all. */
@Injectable()
export class DataSourceNumbers {
  constructor(private readonly database: Database) {}

  /** With the batches that are not added to the source yet. */
  find(projectId: string, id: string): Promise<SharedRow<typeof FIND> | undefined> {
    return this.database.queryShared(FIND, { projectId, id });
  }
}
