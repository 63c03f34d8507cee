import type { Outcome } from '../../../platform/pages/outcome.js';
import type { Client } from '../../clients/client.js';
import { disconnectQuestion } from '../../../platform/pages/disconnect-question.js';
import type { ServiceProject } from './service-connections.js';
import { disconnectPath, SERVICES_PATH } from './service-paths.js';
import { disconnectTexts as texts } from './service-texts.js';

interface Props {
  readonly app: Client;
  /** Undefined: the whole service. */
  readonly project: ServiceProject | undefined;
}

/** Asks for confirmation before a service ends, and states the effects. */
export const disconnectServicePage = ({ app, project }: Props): Outcome =>
  disconnectQuestion({
    title: texts.askWhole(app.name),
    heading: project ? texts.askOne(app.name, project.name) : texts.askWhole(app.name),
    effect: project ? texts.effectOne : texts.effectWhole,
    action: disconnectPath(app, project?.id),
    back: SERVICES_PATH,
    texts,
  });
