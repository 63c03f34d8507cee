import { listed, phrase, type Phrase } from '../../../../platform/pages/names.js';

const people = (count: number): string => (count === 1 ? '1 person' : `${String(count)} people`);
const projects = (count: number): string =>
  count === 1 ? '1 project' : `${String(count)} projects`;

/** Texts of the pages where an app is transferred or deleted. */
export const ownershipTexts = {
  title: (app: string) => phrase`Transfer or delete ${app}`,
  heading: 'Transfer or delete',
  lead: 'Both take effect at once.',
  affected: 'Who uses the app now',
  reach: (peopleCount: number, projectCount: number) =>
    `${people(peopleCount)} and ${projects(projectCount)}, with the access that is valid now.`,
  nobody: 'Nobody uses it now.',
  own: (names: readonly string[]): Phrase => phrase`Of your organisation: ${listed(names)}`,
  others: (count: number) =>
    `Of other organisations: ${projects(count)}, whose names are not shown.`,
  confirmTransfer: 'Name of the app, to transfer it',
  confirmDelete: 'Name of the app, to delete it',
  confirmHint: 'Type it exactly as it is above.',
  transfer: 'Transfer to another organisation',
  transferLead:
    'For organisations that you develop for. The client_id stays, and people stay connected where the new limits allow it. These change:',
  changes: [
    'Only people of the other organisation manage the app from then on.',
    'A verification ends: the app is in development until the other organisation has it reviewed.',
    'Services are disconnected, and their tokens end: they acted for this organisation.',
    'Projects of this organisation count as outside, where an app in development needs an owner or admin, and testers.',
    'Secrets stay valid. People of this organisation may know them, so make new ones afterwards.',
  ],
  to: 'Organisation',
  nowhere:
    'You develop for no other organisation. Ask one of its owners or admins to make you a developer of a project there first.',
  transferButton: 'Transfer the app',
  delete: 'Delete the app',
  deleteLead:
    'Its client_id, secrets and every token stop working at once, and nobody can bring them back. People see in their list that the app was deleted.',
  deleteButton: 'Delete the app',
  faults: {
    name: 'This is not the name of the app.',
    organisation: 'Choose one of these organisations.',
    nameTaken: 'That organisation already has an app of this name. Rename one of them first.',
    tooMany: (most: number) =>
      `That organisation has ${String(most)} apps, which is the most it can have. Delete one there first.`,
    fixed: 'A version of the app is with staff. Withdraw it, or wait for the decision.',
    suspended: 'The app is suspended. Only staff can end that.',
  },
  deleted: 'The app is deleted.',
  transferred:
    'The app belongs to this organisation now. Make a new secret: others may know the present one.',
} as const;
