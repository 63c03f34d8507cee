import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { fromWireId, newId, toWireId } from '../../../src/kernel/ids.js';
import { compileParameters } from '../../../src/platform/database/parameters.js';
import { compileRule, type Condition } from '../../../src/product-api/rules/compile-rule.js';
import { readRule } from '../../../src/product-api/rules/read-rule.js';
import type { ReferredSegment } from '../../../src/product-api/rules/rule.js';
import { addContactRows } from '../../support/large-tables/many-contacts.js';
import { storeRow } from '../../support/rows.js';
import { fulfils, type PlainContact, type PlainWorld } from '../../support/rules/evaluate-rule.js';
import { aCase, type Case } from '../../support/rules/rule-arbitraries.js';
import { aSpanCase } from '../../support/rules/span-arbitrary.js';
import { CUSTOM, PARAMETERS, RESERVED, SPECS } from '../../support/rules/rule-world.js';
import { TestDatabase } from '../../support/test-database.js';

/** More of them: `RULE_CASES=20000 npm run test:database -- compiled-rules`. */
const CASES = Number(process.env.RULE_CASES ?? 400);
const SEED = Number(process.env.RULE_SEED ?? Date.now() % 1_000_000_000);

const FIXED = newId();
const RULED = newId();
const [fixed, ruled] = [toWireId('seg', FIXED), toWireId('seg', RULED)];

/** Of a contact of whom nothing is known. */
const NO_COLUMNS = {
  ...Object.fromEntries(Object.keys(RESERVED).map((key) => [key, null])),
  ...{ _user_id: 'nobody', _is_subscribed_sms: true, _client_tags: [] },
};

/** Unique in the project. */
const userIdOf = ({ _user_id }: Readonly<Record<string, unknown>>, id: string): string =>
  `${_user_id as string} ${id}`;

type Members = Parameters<typeof fulfils>[1];

describe(`the SQL of rules (seed ${String(SEED)})`, () => {
  let database: TestDatabase;
  let client: PoolClient;
  let projectId: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const organisation_id = await storeRow(database, 'organisations');
    projectId = await storeRow(database, 'projects', { organisation_id });
    const segment = { project_id: projectId, name: 'Fixed', type: 'static', status: 'ready' };
    await storeRow(database, 'segments', { ...segment, id: FIXED });
    client = await database.pool.connect();
  });
  afterAll(async () => {
    client.release();
    await database.drop();
  });

  /** Ids of the stored contacts for which it holds. */
  async function found({ sql, values }: Condition): Promise<string[]> {
    const named: string = `SELECT id FROM contacts contact WHERE contact.project_id = :projectId AND ${sql}`;
    const { text, parameters } = compileParameters(named);
    const given: Record<string, unknown> = { projectId, ...values };
    const { rows } = await client.query<{ id: string }>(
      text,
      parameters.map((name) => given[name]),
    );
    return rows.map(({ id }) => id).sort();
  }

  async function store(contacts: Case['contacts']): Promise<PlainContact[]> {
    const made = contacts.map((contact) => ({ ...contact, id: newId() }));
    await addContactRows(client, {
      contacts: made.map(({ id, attributes, columns }) => ({
        ...{ id, project_id: projectId, attributes },
        ...Object.fromEntries(
          Object.entries(RESERVED).map(([key, { column }]) => [column, columns[key]]),
        ),
        user_id: userIdOf(columns, id),
      })),
      contact_events: made.flatMap(({ id, events }) =>
        events.map(({ type, occurredAt, parameters }) => ({
          ...{ id: newId(), project_id: projectId, contact_id: id, event_id: newId() },
          ...{ type, occurred_at: occurredAt, received_at: occurredAt, parameters },
        })),
      ),
      sms_messages: made.flatMap(({ id, messages }) =>
        messages.map(({ status, createdAt, campaign, testMode }) => ({
          ...{ id: newId(), project_id: projectId, contact_id: id, status, created_at: createdAt },
          ...{ origin_kind: campaign === null ? 'direct' : 'campaign', test_mode: testMode },
          origin_id: campaign === null ? null : fromWireId('cmp', campaign),
          ...{ encoding: 'gsm7', chars_count: 1, messages_count: 1, purpose: 'marketing' },
          ...{ inbound: false, allow_unicode: false, price_per_sms: 0, price: 0, charge: 'none' },
          ...{ status_history: [], gateway: 'sandbox', updated_at: createdAt },
        })),
      ),
      segment_members: made
        .filter(({ isMember }) => isMember)
        .map(({ id }) => ({
          ...{ project_id: projectId, segment_id: FIXED, contact_id: id, added_at: new Date() },
        })),
    });
    return made.map(({ id, attributes, columns, events, messages }) => ({
      ...{ id, events, messages },
      values: { ...attributes, ...columns, _user_id: userIdOf(columns, id) },
    })) as unknown as PlainContact[];
  }

  async function compare({ contacts, inner, rule, now, timeZone }: Case): Promise<void> {
    await client.query('BEGIN');
    try {
      const stored = await store(contacts);
      const segments = new Map<string, ReferredSegment>([
        [FIXED, { type: 'static' }],
        [RULED, { type: 'dynamic', rule: readRule(inner, SPECS, '') }],
      ]);
      const condition = compileRule(readRule(rule, SPECS, ''), {
        ...{ timeZone, now: new Date(now), segments },
      });
      const world: PlainWorld = {
        ...{ now: Date.parse(now), timeZone, attributes: { ...CUSTOM, ...RESERVED } },
        parameters: PARAMETERS,
        segments: {
          [fixed]: stored.filter((_, i) => contacts[i]?.isMember).map(({ id }) => id),
          [ruled]: inner as unknown as Members,
        },
      };
      const expected = stored.filter((one) => fulfils(one, rule as unknown as Members, world));
      expect(await found(condition)).toEqual(expected.map(({ id }) => id).sort());
      expect(await found({ ...condition, sql: `${condition.sql} IS NOT TRUE` })).toHaveLength(
        contacts.length - expected.length,
      );
      checkText(condition.sql);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it(
    `knows where a span of time ends, in ${String(CASES)} cases near changes of the clocks`,
    () =>
      fc.assert(
        fc.asyncProperty(aSpanCase, ({ moments, ...world }) =>
          compare({
            ...world,
            inner: { root: { key: 'city', operator: 'exists' } },
            contacts: moments.map((moment) => ({
              ...{ attributes: {}, isMember: false, messages: [] },
              columns: { ...NO_COLUMNS, _date_seen: moment },
              events: [{ type: 'visit', occurredAt: moment, parameters: {} }],
            })),
          }),
        ),
        { numRuns: CASES, seed: SEED },
      ),
    CASES * 1_000,
  );

  it(
    `finds the contacts that a slow evaluator finds, in ${String(CASES)} random worlds`,
    () =>
      fc.assert(fc.asyncProperty(aCase({ fixed, ruled }), compare), { numRuns: CASES, seed: SEED }),
    CASES * 1_000,
  );
});

/** No text but ours, and the project in each sub-select of a table (E3, E10). */
function checkText(sql: string): void {
  const tables = [
    ...sql.matchAll(
      /FROM (?!unnest|jsonb_array_elements|\()(\w+) (\w+)\s+WHERE (\w+)\.project_id = :projectId\s/g,
    ),
  ];
  for (const [, , alias, owner] of tables) expect(owner).toBe(alias);
  expect(sql.match(/FROM (?!unnest|jsonb_array_elements|\()/g)?.length ?? 0).toBe(tables.length);
}
