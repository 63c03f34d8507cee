import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { statement } from '../../../platform/database/statement.js';
import type { TestCampaignDto } from '../campaign-trials.dto.js';
import { CONTACT } from './estimate-campaign.js';

export const MAX_TEST_CONTACTS = 5;

/** Members have no numbers here: theirs are those of the contacts with the email addresses that they have verified. */
export const FIND_TEST_CONTACTS = statement(
  'campaign.find-test-contacts',
  `SELECT contact.id, to_jsonb(contact) AS contact FROM contacts contact
   WHERE contact.project_id = :projectId AND contact.id = ANY (:contactIds::uuid[]) AND contact.deleted_at IS NULL
     AND EXISTS (
       SELECT FROM users u JOIN memberships m ON m.user_id = u.id
       WHERE u.email = lower(contact.email) AND u.email_verified_at IS NOT NULL AND u.disabled_at IS NULL
         AND m.project_id = :projectId AND m.ended_at IS NULL)`,
  CONTACT,
);

export function testFaults({ contacts, option }: TestCampaignDto, options: number): FieldProblem[] {
  const isSize = contacts.length >= 1 && contacts.length <= MAX_TEST_CONTACTS;
  const size = { code: 'size', message: `must have one to ${MAX_TEST_CONTACTS} contacts` };
  const isTwice = new Set(contacts).size < contacts.length;
  const twice = { code: 'twice', message: 'must not have a contact twice' };
  const none = { code: 'option', message: `must be less than ${options}` };
  return [
    ...(isSize ? [] : [{ pointer: '/contacts', ...size }]),
    ...(isTwice ? [{ pointer: '/contacts', ...twice }] : []),
    ...(option !== undefined && option >= options ? [{ pointer: '/option', ...none }] : []),
  ];
}
