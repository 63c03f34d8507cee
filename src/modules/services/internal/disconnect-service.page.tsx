import type { VNode } from 'preact';
import type { Client } from '../../clients/client.js';
import { DisconnectQuestion } from '../../../platform/pages/disconnect-question.js';
import type { ServiceProject } from './service-connections.js';
import { disconnectPath, SERVICES_PATH } from './service-paths.js';
import { disconnectTexts as texts } from './service-texts.js';

interface Props {
  readonly app: Client;
  /** Undefined: the whole service. */
  readonly project: ServiceProject | undefined;
  readonly csrfToken: string;
}

/** Asks once before a service ends, and says what that means. */
export function DisconnectServicePage({ app, project, csrfToken }: Props): VNode {
  const title = project ? texts.askOne(app.name, project.name) : texts.askWhole(app.name);
  return (
    <DisconnectQuestion
      title={title}
      effect={project ? texts.effectOne : texts.effectWhole}
      action={disconnectPath(app, project?.id)}
      back={SERVICES_PATH}
      {...{ texts, csrfToken }}
    />
  );
}
