import { phrase, type Phrase } from '../../../platform/pages/names.js';
/** Texts of the connected-apps pages. */
export const connectedAppsTexts = {
  title: 'Connected apps',
  lead: 'Apps that you have let into your projects. They act with your role, and never with more.',
  services: 'Services of your organisation',
  testing: 'Apps you test',
  empty: 'You have not connected any app',
  emptyHint:
    'When you let an app into a project, it is listed here and you can disconnect it here.',
  projects: (count: number) =>
    count === 0 ? 'No project' : count === 1 ? '1 project' : `${String(count)} projects`,
  aboutYou: 'Knows of you',
  reaches: 'Works with',
  resources: { api: 'Product API', mcp: 'Tools for AI assistants' },
  asAssistant: (app: string) => phrase`${app} as an assistant`,
  changed: 'It has changed since you let it in.',
  changedName: 'Then it was called',
  changedHint:
    'It may do what you allowed then, and no more. If you did not expect that, disconnect it.',
  connected: 'Connected',
  until: 'Until',
  lastToken: 'Last token issued',
  lastUsed: 'Last used',
  never: 'Never',
  where: 'Where',
  leftProject: 'You are no longer a member: nothing works here',
  disconnectApp: 'Disconnect the app',
  disconnectProject: 'Disconnect',
  appInProject: (app: Phrase, project: string) => phrase`${app} from ${project}`,
  askApp: (app: string) => phrase`Disconnect ${app}?`,
  askProject: (app: string, project: string) => phrase`Disconnect ${app} from ${project}?`,
  effectApp:
    'All its tokens stop working at once, in every project. To come back, it must ask you again.',
  effectProject:
    'Its tokens stop working in this project at once. Your other projects stay connected.',
  effectLast:
    'This is its last project: all its tokens stop working at once. To come back, it must ask you again.',
  confirm: 'Disconnect',
  cancel: 'Keep it',
  done: 'Disconnected. Every token concerned has stopped working.',
};
