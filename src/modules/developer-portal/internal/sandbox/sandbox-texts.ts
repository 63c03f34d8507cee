import { MOST_SANDBOX_PROJECTS } from '../../../projects/sandbox-projects.service.js';

export const sandboxTexts = {
  title: 'Sandbox projects',
  lead: 'Projects to test apps in. No message leaves the server, none costs anything, and your own apps can simulate faults there.',
  limit: `At most ${String(MOST_SANDBOX_PROJECTS)} for an organisation`,
  caption: 'Sandbox projects of the organisation',
  name: 'Project',
  id: 'Id for calls of the API',
  none: 'There is none yet.',
  full: 'This organisation has as many as it may. Use one of them.',
  make: 'Make a sandbox project',
  made: 'The sandbox project is there, and you are its owner. Sample contacts follow in a moment.',
} as const;
