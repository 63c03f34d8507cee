import { readFileSync } from 'node:fs';
import { fromWireId, newId } from '../../../src/kernel/ids.js';
import { compileParameters } from '../../../src/platform/database/parameters.js';
import { ProjectSpecs } from '../../../src/product-api/specs/project-specs.js';
import { compileRule } from '../../../src/product-api/rules/compile-rule.js';
import { readRule } from '../../../src/product-api/rules/read-rule.js';
import { fillParameters } from '../../../src/product-api/rules/rule-parameters.js';
import { addContactRows } from '../../support/large-tables/many-contacts.js';
import { storeRow } from '../../support/rows.js';
import { TestDatabase } from '../../support/test-database.js';

const PAGE = readFileSync('docs/segment-rules.md', 'utf8');

/** Each block of JSON, and the sentence below it that says whom it selects. */
const EXAMPLES = [...PAGE.matchAll(/```json\n([^`]+)```\n\n→ (.+)/g)].map(
  ([, json = '', sentence = '']) => [sentence, json] as const,
);

const ROWS = [...PAGE.matchAll(/^\| `([A-Z]\w*)` +\|(.+)\|$/gm)]
  .map(([, name = '', cells = '']) => ({ name, cells: cells.split('|').map((one) => one.trim()) }))
  .filter(({ cells }) => cells.length === 6);

const SEGMENT = fromWireId('seg', 'seg_01kag0r4yqf8ktm3v9x2s5c7bn') ?? '';

const attribute = (
  uid: string,
  dataType: 'string' | 'enum' | 'integer' | 'date',
  multivalue = 1,
) => ({
  ...{ uid, dataType, multivalue, displayLabel: uid, description: null, unique: false },
  ...{ visible: true, important: false, enabled: true, hasData: true },
  options: dataType === 'enum' ? ['gold', 'free'] : null,
});

const SPECS = new ProjectSpecs({
  attributes: [
    ...[attribute('city', 'string'), attribute('plan', 'enum'), attribute('points', 'integer')],
    ...[attribute('birthday', 'date'), attribute('colours', 'string', 10)],
  ],
  events: [
    {
      ...{ uid: 'purchase', name: 'Purchase', emoji: null, category: null, description: null },
      ...{ attribution: false, automation: true },
      parameters: [
        {
          ...{ parameter: 'amount', title: 'Amount', description: null, dataType: 'decimal' },
          ...{ required: false, multiValue: 1, maxLength: null, pii: false, options: null },
        } as const,
      ],
    },
  ],
});

/** The text in a cell; empty for none. */
const bare = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

function attributesOf(cells: readonly string[]): object {
  const [city, plan, points, birthday, colours] = cells.map(bare);
  const all = {
    city,
    plan,
    points: points && Number(points),
    birthday,
    colours: colours && (JSON.parse(colours) as unknown),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** `40 € on 1 March 2026, 12 € on 10 March 2026` */
const purchasesIn = (cell: string): { amount: number; day: string }[] =>
  [...cell.matchAll(/([\d.]+) € on (\d+ \w+ \d{4})/g)].map(([, amount, day]) => ({
    amount: Number(amount),
    day: new Date(`${day ?? ''} 12:00 UTC`).toISOString(),
  }));

describe('the examples of docs/segment-rules.md', () => {
  let database: TestDatabase;
  let projectId: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const organisation_id = await storeRow(database, 'organisations');
    projectId = await storeRow(database, 'projects', { organisation_id });
    const contacts = ROWS.map(({ name, cells }) => ({
      ...{ id: newId(), project_id: projectId, user_id: name, first_name: name },
      attributes: attributesOf(cells),
    }));
    const filled = contacts.map((contact) => ({
      ...{ is_subscribed_sms: true, is_subscribed_email: true, is_subscribed_whatsapp: true },
      ...{ client_lists: [], client_tags: [], created_at: new Date(), updated_at: new Date() },
      ...contact,
    }));
    const events = ROWS.flatMap(({ cells }, i) =>
      purchasesIn(cells[5] ?? '').map(({ amount, day }) => ({
        ...{ id: newId(), project_id: projectId, contact_id: contacts[i]?.id, event_id: newId() },
        ...{ type: 'purchase', parameters: { amount }, occurred_at: day, received_at: day },
      })),
    );
    await addContactRows(database.pool, {
      ...{ contacts: filled, contact_events: events, segment_members: [], sms_messages: [] },
    });
  });
  afterAll(() => database.drop());

  async function select(json: string, sentence: string): Promise<string[]> {
    const read = readRule(JSON.parse(json), SPECS, '', { parameters: true });
    const [, values] = /with `(.+)`/.exec(sentence) ?? [];
    const rule = fillParameters(read, values?.split('|') ?? [], '');
    const members = readRule(
      { root: { key: '_first_name', operator: 'in', values: ['Ana', 'Dora'] } },
      ...([SPECS, ''] as const),
    );
    const { sql, values: bound } = compileRule(rule, {
      ...{ timeZone: 'Europe/Madrid', now: new Date('2026-03-15T18:00:00Z') },
      segments: new Map([[SEGMENT, { type: 'dynamic', rule: members }]]),
    });
    const named: string = `SELECT first_name AS name FROM contacts contact WHERE contact.project_id = :projectId AND ${sql}`;
    const { text, parameters } = compileParameters(named);
    const given: Record<string, unknown> = { ...bound, projectId };
    const rows = await database.query<{ name: string }>(
      text,
      parameters.map((name) => given[name]),
    );
    return rows.map(({ name }) => name).sort();
  }

  it('are there, with the contacts that they are about', () => {
    expect(ROWS.map(({ name }) => name)).toEqual(['Ana', 'Bea', 'Carlos', 'Dora']);
    expect(EXAMPLES).toHaveLength(PAGE.match(/```json/g)?.length ?? 0);
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(13);
  });

  it.each(EXAMPLES)('select %s', async (sentence, json) => {
    const named = sentence.replace(/\(.*\)/, '').match(/Ana|Bea|Carlos|Dora/g) ?? [];
    expect(await select(json, sentence)).toEqual([...named]);
  });
});
