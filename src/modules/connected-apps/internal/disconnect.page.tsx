import type { Outcome } from '../../../platform/pages/outcome.js';
import { disconnectQuestion } from '../../../platform/pages/disconnect-question.js';
import { disconnectPath } from './connected-apps.page.js';
import type { ConnectedApp, ConnectedProject } from './connected-apps.service.js';
import { connectedAppsTexts as texts } from './connected-apps-texts.js';

interface Props {
  readonly app: ConnectedApp;
  /** Undefined: the whole app. */
  readonly project: ConnectedProject | undefined;
}

/** Asks for confirmation before access ends, and states the effects. */
export const disconnectPage = ({ app, project }: Props): Outcome =>
  disconnectQuestion({
    title: texts.askApp(app.appName),
    heading: project ? texts.askProject(app.appName, project.name) : texts.askApp(app.appName),
    effect: effectOf(app, project),
    action: disconnectPath(app.grantId, project?.id),
    back: '/dashboard/connected-apps',
    texts,
  });

function effectOf(app: ConnectedApp, project: ConnectedProject | undefined): string {
  if (!project) return texts.effectApp;
  return app.projects.length === 1 ? texts.effectLast : texts.effectProject;
}
