import { phrase } from '../../../platform/pages/names.js';
import type { ChoiceFault } from '../../grants/consent-choice.js';
import type { ProjectBar } from '../../grants/project-offer.js';
import type { Role } from '../../projects/role.js';
import type { WithheldReason } from '../../scopes-and-roles/effective-scopes.js';

/** Texts of the form in which a person or admin chooses projects, scopes and a duration. */
export const choiceTexts = {
  whichProjects: 'Which projects?',
  what: 'What may it do?',
  whatHint: 'Untick what you do not want to give. Some apps then work only in part.',
  fresh: 'New',
  spends: 'High risk',
  nowhere: 'Withheld everywhere',
  noProjects:
    'You have no project yet. Ask a colleague to add you to one, then start again from the app.',
  granted: 'Granted here',
  said: (reason: string) => phrase`The app says: “${reason}”`,
};

export const WITHHELD_TEXTS: Record<Exclude<WithheldReason, 'person'>, (role: Role) => string> = {
  role: (role) => `Withheld by your role (${role})`,
  plan: () => 'Withheld by the plan',
  policy: () => 'Withheld by the project',
  tier: () => 'Withheld: the app is not approved for it',
};

export const BAR_TEXTS: Record<ProjectBar, string> = {
  plan: 'The free plan has no connected apps.',
  policy: 'This project does not let this app in.',
  restoring:
    'This app was suspended and is being restored. Until that is complete, it works in the projects of its own organisation only.',
  tester:
    'This app is still in development. Outside its own organisation only its testers can connect it. Ask its developer to invite you as a tester, by the e-mail address you are signed in with.',
  approval: 'Only an owner or admin of the project may connect an app that is not verified.',
  admin: 'Only an owner or admin of the project may connect a service.',
  nothing: 'Your role here allows none of what the app asks for.',
};

export const FAULT_TEXTS: Record<ChoiceFault, string> = {
  'no-project': 'Choose at least one project, or cancel.',
  'no-scope': 'Leave at least one permission ticked, or cancel.',
  'empty-project':
    'In one of the projects you chose, your role allows nothing of what is ticked. Untick the project or tick more.',
  'nothing-asked':
    'Nothing of what the app asks for now is ticked. Tick some of it, or cancel; what it could do before stays.',
  'not-on-offer': 'Something you sent was not on offer. Please look at the form again.',
};

export const DURATION_TEXTS: Record<string, string> = {
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '365d': 'One year',
};
