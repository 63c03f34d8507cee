import type { VNode } from 'preact';
import { DisconnectQuestion } from '../../../platform/pages/disconnect-question.js';
import { disconnectPath } from './connected-apps.page.js';
import type { ConnectedApp, ConnectedProject } from './connected-apps.query.js';
import { connectedAppsTexts as texts } from './connected-apps-texts.js';

interface Props {
  readonly app: ConnectedApp;
  /** Undefined: the whole app. */
  readonly project: ConnectedProject | undefined;
  readonly csrfToken: string;
}

/** Asks once before access ends, and says what that means. */
export function DisconnectPage({ app, project, csrfToken }: Props): VNode {
  const title = project ? texts.askProject(app.appName, project.name) : texts.askApp(app.appName);
  return (
    <DisconnectQuestion
      title={title}
      effect={effectOf(app, project)}
      action={disconnectPath(app.grantId, project?.id)}
      back="/dashboard/connected-apps"
      {...{ texts, csrfToken }}
    />
  );
}

function effectOf(app: ConnectedApp, project: ConnectedProject | undefined): string {
  if (!project) return texts.effectApp;
  return app.projects.length === 1 ? texts.effectLast : texts.effectProject;
}
