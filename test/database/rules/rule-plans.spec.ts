import { compileParameters } from '../../../src/platform/database/parameters.js';
import { compileRule } from '../../../src/product-api/rules/compile-rule.js';
import { contactsWhere } from '../../../src/product-api/rules/contact-counts.service.js';
import { readRule } from '../../../src/product-api/rules/read-rule.js';
import { newId } from '../../../src/kernel/ids.js';
import { SPECS } from '../../support/rules/rule-world.js';
import { TestDatabase } from '../../support/test-database.js';

const TWICE = {
  ...{ event: 'purchase', count: { op: '>=', values: [2] } },
  within: { last: 90, unit: 'day' },
};

/** A table that has not been analysed yet must not cost what a full scan for each contact does. */
describe('the plan of a rule', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(() => database.drop());

  it('that counts events reads those of each contact by the contact, without any statistics', async () => {
    const root = TWICE;
    const rule = compileRule(readRule({ root }, SPECS, ''), { timeZone: 'Europe/Madrid' });
    const named: string = `EXPLAIN SELECT count(*) ${contactsWhere(rule)}`;
    const { text, parameters } = compileParameters(named);
    const given: Record<string, unknown> = { projectId: newId(), ...rule.values };
    const lines = await database.query<{ 'QUERY PLAN': string }>(
      text,
      parameters.map((name) => given[name]),
    );
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toContain('ix_contact_events_contact');
    expect(plan).not.toContain('Seq Scan on contact_events');
  });
});
