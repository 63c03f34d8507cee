import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { demoAutomations } from './automations.js';
import { demoContacts } from './contacts.js';
import type { CreatedProject } from './demo-organisations.js';
import { demoEvents } from './events.js';
import { insertRows } from './insert-rows.js';
import { demoMessages } from './messages.js';
import { countSegments, demoSegments } from './segments.js';
import { demoSpecs, type DemoSpecs } from './specs.js';

/** Specs, contacts, events, segments, senders, campaigns and automations of one project. `seed` makes it differ from others. */
export async function fillProject(
  app: INestApplicationContext,
  tx: EntityManager,
  project: CreatedProject,
  seed: number,
): Promise<void> {
  const now = new Date();
  const specs = demoSpecs(project);
  const [source] = specs.data_sources;
  const contacts = demoContacts(project.id, project.contacts, 7_000 + seed, now);
  const events = demoEvents(contacts, source.id, project.events, 9_000 + seed, now);
  for (const [table, rows] of Object.entries(specs)) {
    await insertRows(tx, table as keyof DemoSpecs, rows as readonly object[]);
  }
  const { senders, campaigns } = demoMessages(project, now);
  await insertRows(tx, 'contacts', contacts);
  await insertRows(tx, 'contact_events', events);
  const segments = demoSegments(project.id);
  await insertRows(tx, 'segments', segments);
  await countSegments(app, tx, segments);
  await insertRows(tx, 'senders', senders);
  await insertRows(tx, 'campaigns', campaigns);
  for (const [table, rows] of Object.entries(demoAutomations(project.id))) {
    await insertRows(tx, table as keyof ReturnType<typeof demoAutomations>, rows as object[]);
  }
}
