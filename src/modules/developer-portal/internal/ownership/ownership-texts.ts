import { listed, phrase, type Phrase } from '../../../../platform/pages/names.js';
import { MOST_APPS } from '../../../clients/portal-app-census.js';
import type { TransferRefusal } from './transfer-app.js';

const people = (count: number): string => (count === 1 ? '1 person' : `${String(count)} people`);
const projects = (count: number): string =>
  count === 1 ? '1 project' : `${String(count)} projects`;

/** Texts of the pages where an app is transferred or deleted. */
export const ownershipTexts = {
  title: (app: string) => phrase`Transfer or delete ${app}`,
  heading: 'Transfer or delete',
  lead: 'A transfer to one of your own organisations and a deletion take effect at once, an offer once it is accepted.',
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
    'Only people of the new organisation manage the app from then on.',
    'A verification ends: the app is in development until the new organisation has it reviewed.',
    'Services are disconnected, and their tokens end: they acted for the present organisation.',
    'Projects of the present organisation count as outside, where an app in development needs an owner or admin, and testers.',
    'Redirect URIs, keys and secrets stay as they are: codes go on to the present redirect URIs. Replace what the present organisation controls.',
  ],
  to: 'Organisation',
  nowhere:
    'You develop for no other organisation. Ask one of its owners or admins to make you a developer of a project there first.',
  transferButton: 'Transfer the app',
  offer: 'Offer it to a person of another organisation',
  offerLead:
    'For a person who develops for another organisation. They get a mail, sign in with this address, choose the organisation, and accept or decline within 7 days. The app is yours until they accept; then the same changes as above.',
  offerReplaces: 'A new offer replaces the present one.',
  email: 'E-mail',
  confirmOffer: 'Name of the app, to offer it',
  offerButton: 'Offer the app',
  pending: 'Present offer',
  offeredTo: 'Offered to',
  offeredBy: 'Offered by',
  offeredUntil: 'Ends',
  withdraw: 'Withdraw the offer',
  done: {
    offered: 'The app is offered. We write to that address.',
    withdrawn: 'The offer is withdrawn.',
    none: 'There was no offer any more: it was answered, or it ended.',
  },
  delete: 'Delete the app',
  deleteLead:
    'Its client_id, secrets and every token stop working at once, and nobody can bring them back. People see in their list that the app was deleted.',
  deleteButton: 'Delete the app',
  faults: {
    name: 'This is not the name of the app.',
    organisation: 'Choose one of these organisations.',
    email: 'This is not an e-mail address.',
    tooManyOffers: 'Too many offers today. Make another one tomorrow.',
  },
  refusals: {
    nameTaken: 'That organisation already has an app of this name. Rename one of them first.',
    tooMany: `That organisation has ${String(MOST_APPS)} apps, which is the most it can have. Delete one there first.`,
    fixed: 'A version of the app is with staff. Withdraw it, or wait for the decision.',
    suspended: 'The app is suspended, or is being restored. Only staff can end that.',
    notDeveloper: 'You do not develop for that organisation any more.',
    gone: 'The app was transferred or deleted meanwhile.',
  } satisfies Record<TransferRefusal, string>,
  deleted: 'The app is deleted.',
  transferred:
    'The app belongs to this organisation now. Replace its secrets, keys and redirect URIs, as far as the organisation before controls them.',
} as const;
