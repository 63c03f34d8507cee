import { columnsOf } from '../../../platform/database/entity-columns.js';
import { column } from '../../../platform/database/row-shape.js';
import { sharedChange } from '../../../platform/database/shared-statement.js';
import { EVENT, recordEvent } from '../../audit/record-event.js';
import { CLIENT_IS_KEPT } from '../client-state.js';
import { METADATA, type ClientMetadata } from './client-metadata.js';
import { ClientEntity } from './client.entity.js';
import type { ReviewedApp, SettledName } from './names/checked-name.js';

const CLIENT = columnsOf(ClientEntity);

/** What a client says of itself, and the name that it sent if another is shown. */
export const SAID = [...METADATA, 'claimedName'] as const;

/** SQL: client `c` is a live app whose protected name is one of `:forms`. */
export const IS_REVIEWED = `c.protected_name = ANY (:forms::text[]) AND ${CLIENT_IS_KEPT}` as const;

const INSERTED = [
  ...(['id', 'origin', 'organisationId', 'secretHash', 'registrationTokenHash'] as const),
  'metadataUri',
  ...SAID,
] as const;

/** The metadata of a client, and the names derived from it. */
export type SettledMetadata = ClientMetadata & SettledName;

/** A client to insert; the database adds the other columns. `lifetime`: of a metadata document, in seconds. */
export type NewClient = SettledMetadata &
  Pick<ClientEntity, (typeof INSERTED)[number]> & { readonly lifetime: number | null };

/** What an insertion has done: without reviewed apps and without a client, its metadata document is stored already. */
export interface Insertion {
  readonly client: (NewClient & MadeByDatabase) | null;
  /** The reviewed apps with one of the protected names: then no client was inserted. */
  readonly reviewed: readonly ReviewedApp[];
}

export type MadeByDatabase = Pick<ClientEntity, 'createdAt' | 'identityVersion'>;

/**
 * Inserts the client and records the event, or returns the reviewed apps with a confusable name. Of concurrent requests
 * with the same document one inserts.
 */
export const INSERT_CLIENT = sharedChange(
  'clients.insert',
  {
    ...CLIENT.parameters(INSERTED),
    lifetime: 'double precision',
    forms: 'text[]',
    ...EVENT,
  },
  `reviewed AS (
     SELECT asked.place, found.* FROM asked
     CROSS JOIN LATERAL (SELECT name, redirect_uris FROM clients c WHERE ${IS_REVIEWED} OFFSET 0) AS found
   ), client AS (
     INSERT INTO clients (${CLIENT.names(INSERTED).join(', ')}, metadata_fetched_at, metadata_fresh_until)
     SELECT ${INSERTED.map((property) => `:${property}`).join(', ')},
       CASE WHEN :metadataUri IS NOT NULL THEN now() END, now() + :lifetime * interval '1 second'
     FROM asked WHERE NOT EXISTS (SELECT FROM reviewed r WHERE r.place = asked.place)
     ON CONFLICT (metadata_uri) WHERE metadata_uri IS NOT NULL DO NOTHING
     RETURNING id, created_at, identity_version
   ), made AS (
     SELECT asked.*, client.created_at, client.identity_version FROM client JOIN asked ON :id = client.id
   ), ${recordEvent('made')}
   SELECT asked.place, made.created_at AS "createdAt", made.identity_version AS "identityVersion",
     array_to_json(ARRAY(
       SELECT json_build_object('name', r.name, 'redirectUris', r.redirect_uris)
       FROM reviewed r WHERE r.place = asked.place)) AS reviewed
   FROM asked LEFT JOIN made ON made.place = asked.place`,
  {
    createdAt: 'timestamptz?',
    identityVersion: 'integer?',
    reviewed: column<readonly ReviewedApp[]>('json'),
  },
);
