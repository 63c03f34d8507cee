import { phrase } from '../../../../platform/pages/names.js';

/** Texts of the pages that register an app. */
export const registerTexts = {
  title: 'Register an app',
  chooseLead:
    'What kind of app is it? It decides how the app connects, and cannot be changed later.',
  lead: (organisation: string) =>
    phrase`The app will belong to ${organisation}. It starts in development: it works in the projects of this organisation, and for testers that you name.`,
  forOrganisation: (organisation: string) => phrase`For ${organisation}`,
  register: 'Register the app',
  cancel: 'Cancel',
  nameTaken:
    'Your organisation already has an app of this name. Choose a different one, or edit that app.',
  registered: (app: string) => phrase`${app} is registered`,
  registeredLead: 'It can be connected at once to the projects of your organisation.',
  tooMany: (most: number) =>
    `Your organisation has ${String(most)} apps, which is the most it can have. Delete one that you no longer need, and register this one again.`,
  tooManyToday: (most: number) =>
    `Your organisation has registered ${String(most)} apps within 24 hours, which is the most it can. Register this one tomorrow.`,
} as const;
