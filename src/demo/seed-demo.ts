import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { DEMO_APP } from './demo-story.js';
import { DemoOrganisations } from './demo-organisations.js';
import { fillProject } from './fill-project.js';
import { addFundsAndPrices } from './funds-and-prices.js';

/** `seeded` now · `present` from an earlier start · `foreign`: the database has other data. */
export type DemoState = 'seeded' | 'present' | 'foreign';

/** Fills an empty database with the demo data in one transaction. Never changes one that has data. */
export function seedDemo(app: INestApplicationContext): Promise<DemoState> {
  return app.get(Database).transactionAround(async (tx) => {
    // Two servers may start at once: the second waits, without a timeout, and finds the data.
    await tx.query('SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0');
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('connected-apps/seed-demo'))`);
    const state = await stateOf(tx);
    if (state !== 'empty') return state;
    const projects = await new DemoOrganisations(app).create(tx);
    await addFundsAndPrices(app, tx, projects);
    for (const [index, project] of projects.entries()) await fillProject(app, tx, project, index);
    return 'seeded';
  });
}

async function stateOf(tx: EntityManager): Promise<Exclude<DemoState, 'seeded'> | 'empty'> {
  const rows = await tx.query<[{ used: boolean; demo: boolean }]>(
    `SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM organisations)
         OR EXISTS (SELECT FROM clients) OR EXISTS (SELECT FROM audit_events) AS used,
       EXISTS (SELECT FROM clients WHERE id = $1) AS demo`,
    [DEMO_APP.id],
  );
  const [{ used, demo }] = rows;
  if (demo) return 'present';
  return used ? 'foreign' : 'empty';
}
