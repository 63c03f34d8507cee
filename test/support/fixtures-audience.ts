import { newId, toWireId } from '../../src/kernel/ids.js';
import type { TestDatabase } from './test-database.js';

interface ContactFixture {
  readonly userId?: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly country?: string | null;
  readonly attributes?: object;
  readonly createdAt?: string;
  readonly deletedAt?: string | null;
}

/** Puts a contact into a project. @returns its id on the wire */
export async function addContact(
  database: TestDatabase,
  projectId: string,
  contact: ContactFixture = {},
): Promise<string> {
  const id = newId();
  await database.query(
    `INSERT INTO contacts (id, project_id, user_id, first_name, last_name, email, phone_mobile, country, language,
       attributes, created_at, deleted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'es', $9, coalesce($10, now()), $11)`,
    [
      id,
      projectId,
      contact.userId ?? id,
      valueOr(contact.firstName, 'Lucía'),
      valueOr(contact.lastName, 'Ferrer'),
      valueOr(contact.email, 'lucia@example.test'),
      valueOr(contact.phone, '+34600000101'),
      valueOr(contact.country, 'ES'),
      contact.attributes ?? {},
      contact.createdAt ?? null,
      contact.deletedAt ?? null,
    ],
  );
  return toWireId('aud', id);
}

interface SegmentFixture {
  readonly name?: string;
  readonly type?: 'static' | 'dynamic';
  readonly status?: 'ready' | 'computing' | 'error';
  readonly lastCount?: number | null;
  readonly updatedAt?: string;
}

/** Puts a segment into a project. @returns its uid on the wire */
export async function addSegment(
  database: TestDatabase,
  projectId: string,
  segment: SegmentFixture = {},
): Promise<string> {
  const id = newId();
  await database.query(
    `INSERT INTO segments (id, project_id, name, type, status, last_count, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, now()))`,
    [
      id,
      projectId,
      segment.name ?? 'Regulars',
      segment.type ?? 'static',
      segment.status ?? 'ready',
      valueOr(segment.lastCount, 12),
      segment.updatedAt ?? null,
    ],
  );
  return toWireId('seg', id);
}

const valueOr = <Value>(given: Value | undefined, otherwise: Value): Value =>
  given === undefined ? otherwise : given;
