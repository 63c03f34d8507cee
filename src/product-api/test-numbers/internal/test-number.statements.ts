import { column } from '../../../platform/database/row-shape.js';
import { statement } from '../../../platform/database/statement.js';
import type { TestNumberState } from './test-number.entity.js';

/** Of one project. */
export const MOST_NUMBERS = 10;
/** Of one code. */
const MOST_GUESSES = 5;

export const LOCK = statement(
  'test-number.lock',
  `SELECT pg_advisory_xact_lock(hashtextextended('test-numbers/' || :projectId, 0))`,
);
export const COUNT = statement(
  'test-number.count',
  'SELECT count(*)::int AS count FROM test_numbers WHERE project_id = :projectId AND phone <> :phone',
  { count: 'integer' },
);
/** A pending number gets another code; a confirmed one stays. */
export const REQUEST = statement(
  'test-number.request',
  `INSERT INTO test_numbers AS n (id, project_id, phone, code_hash, code_expires_at)
   VALUES (:id, :projectId, :phone, :codeHash, now() + interval '10 minutes')
   ON CONFLICT (project_id, phone) DO UPDATE SET id = excluded.id, code_hash = excluded.code_hash, guesses = 0,
     code_expires_at = excluded.code_expires_at
   WHERE n.state = 'pending'
   RETURNING id`,
  { id: 'uuid' },
);
/** Counts the guess and confirms in one statement, so that concurrent guesses are no more than those allowed. */
export const ENTER_CODE = statement(
  'test-number.enter-code',
  `UPDATE test_numbers SET guesses = guesses + 1,
     state = CASE WHEN code_hash = :codeHash THEN 'confirmed' ELSE state END
   WHERE id = :id AND project_id = :projectId AND state = 'pending' AND code_expires_at > now()
     AND guesses < ${String(MOST_GUESSES)}
   RETURNING state`,
  { state: column<TestNumberState>('text') },
);
export const REMOVE = statement(
  'test-number.delete',
  'DELETE FROM test_numbers WHERE id = :id AND project_id = :projectId RETURNING id',
  { id: 'uuid' },
);
export const LIST = statement(
  'test-number.list',
  'SELECT id, phone, state FROM test_numbers WHERE project_id = :projectId ORDER BY phone',
  { id: 'uuid', phone: 'text', state: column<TestNumberState>('text') },
);
export const FIND_CONTACT = statement(
  'test-number.find-contact',
  `SELECT id FROM contacts WHERE project_id = :projectId AND phone_mobile = :phone AND deleted_at IS NULL
   ORDER BY id LIMIT 1`,
  { id: 'uuid' },
);
