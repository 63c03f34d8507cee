import { fromWireId, toWireId } from '../../src/kernel/ids.js';
import { storeRow } from './rows.js';
import type { TestDatabase } from './test-database.js';

/** Countries of the numbers in tests. */
const COUNTRIES = ['ES', 'US', 'FR', 'GB', 'DE'];

/** In millionths. */
export const PRICE = 50_000n;

/**
 * Gives a project what messages need: an approved default sender, and its organisation prices and funds, by default
 * for a thousand parts. `funds` are millionths. Once is enough.
 * @returns the UUID of the sender
 */
export async function makeReadyToSend(
  database: TestDatabase,
  projectId: string,
  { funds = 1_000n * PRICE, address = 'BAKERY' } = {},
): Promise<string> {
  const [ready] = await database.query<{ id: string }>(
    'SELECT id FROM senders WHERE project_id = $1 AND is_default',
    [projectId],
  );
  if (ready) return ready.id;
  const [project] = await database.query<{ organisation_id: string }>(
    'SELECT organisation_id FROM projects WHERE id = $1',
    [projectId],
  );
  const organisation = { organisation_id: project?.organisation_id };
  await storeRow(database, 'organisation_funds', { ...organisation, available: String(funds) });
  if (funds > 0n) {
    const movement = { ...organisation, kind: 'top_up', amount: String(funds) };
    await storeRow(database, 'funds_movements', movement);
  }
  for (const country of COUNTRIES) {
    await storeRow(database, 'sms_prices', { ...organisation, country, price: String(PRICE) });
  }
  return storeRow(database, 'senders', {
    ...{ project_id: projectId, address, type: 'alphanumeric', status: 'approved' },
    is_default: true,
  });
}

/** The funds of a project's organisation, and what its movements say they are. */
export async function fundsOf(
  database: TestDatabase,
  projectId: string,
): Promise<{ readonly available: bigint; readonly reserved: bigint; readonly captured: bigint }> {
  const [row] = await database.query<Record<string, string>>(
    `SELECT f.available, f.reserved, m.available AS moved_available, m.reserved AS moved_reserved, m.captured
     FROM projects p JOIN organisation_funds f USING (organisation_id) CROSS JOIN LATERAL (
       SELECT coalesce(sum(CASE kind WHEN 'top_up' THEN amount WHEN 'reserve' THEN -amount WHEN 'release' THEN amount ELSE 0 END), 0)::bigint AS available,
         coalesce(sum(CASE kind WHEN 'reserve' THEN amount WHEN 'top_up' THEN 0 ELSE -amount END), 0)::bigint AS reserved,
         coalesce(sum(amount) FILTER (WHERE kind = 'capture'), 0)::bigint AS captured
       FROM funds_movements WHERE organisation_id = p.organisation_id
     ) m WHERE p.id = $1`,
    [projectId],
  );
  const { available, reserved, moved_available, moved_reserved, captured } = row ?? {};
  if (available !== moved_available || reserved !== moved_reserved) {
    throw new Error(`The movements do not add up to the funds: ${JSON.stringify(row)}`);
  }
  return {
    available: BigInt(available ?? 0),
    reserved: BigInt(reserved ?? 0),
    captured: BigInt(captured ?? 0),
  };
}

/** A message to a contact, as the database has it. @returns its id on the wire */
export async function storeMessage(
  database: TestDatabase,
  projectId: string,
  contact: string,
  columns: object = {},
): Promise<string> {
  const id = await storeRow(database, 'sms_messages', {
    ...{ project_id: projectId, contact_id: fromWireId('aud', contact), country: 'ES' },
    ...{ recipient: '+34600000101', sender_address: 'BAKERY', text: 'Hello', encoding: 'gsm7' },
    ...{ chars_count: 5, messages_count: 1, purpose: 'transactional', status: 'canceled' },
    ...{ gateway: 'sandbox', origin_kind: 'direct' },
    ...columns,
  });
  return toWireId('sms', id);
}
