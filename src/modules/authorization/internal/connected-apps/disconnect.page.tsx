import type { VNode } from 'preact';
import { Button, ButtonLink, CsrfField } from '../../../../platform/pages/form.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
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
    <Card>
      <Stack>
        <Heading title={title}>{effectOf(app, project)}</Heading>
        <form method="post" action={disconnectPath(app.grantId, project?.id)}>
          <CsrfField token={csrfToken} />
          <Actions end>
            <ButtonLink kind="secondary" href="/dashboard/connected-apps">
              {texts.cancel}
            </ButtonLink>
            <Button kind="danger">{texts.confirm}</Button>
          </Actions>
        </form>
      </Stack>
    </Card>
  );
}

function effectOf(app: ConnectedApp, project: ConnectedProject | undefined): string {
  if (!project) return texts.effectApp;
  return app.projects.length === 1 ? texts.effectLast : texts.effectProject;
}
