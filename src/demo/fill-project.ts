import type { EntityManager } from 'typeorm';
import { demoContacts } from './contacts.js';
import type { CreatedProject } from './demo-organisations.js';
import { demoEvents } from './events.js';
import { insertRows } from './insert-rows.js';
import { demoMessages } from './messages.js';
import { demoSegments } from './segments.js';

/** Contacts, events, segments, senders, campaigns and automations of one project. `seed` makes it differ from others. */
export async function fillProject(
  tx: EntityManager,
  project: CreatedProject,
  seed: number,
): Promise<void> {
  const now = new Date();
  const contacts = demoContacts(project.id, project.contacts, 7_000 + seed, now);
  const events = demoEvents(contacts, project.events, 9_000 + seed, now);
  const { senders, campaigns, automations } = demoMessages(project.id, project.sender, now);
  await insertRows(tx, 'contacts', contacts);
  await insertRows(tx, 'contact_events', events);
  await insertRows(tx, 'segments', demoSegments(project.id, contacts, events, now));
  await insertRows(tx, 'senders', senders);
  await insertRows(tx, 'campaigns', campaigns);
  await insertRows(tx, 'automations', automations);
}
