import type { VNode } from 'preact';
import { Button, ButtonLink, CsrfField } from '../../../../platform/pages/form.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import type { Client } from '../../../clients/client.js';
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
    <Card>
      <Stack>
        <Heading title={title}>{project ? texts.effectOne : texts.effectWhole}</Heading>
        <form method="post" action={disconnectPath(app, project?.id)}>
          <CsrfField token={csrfToken} />
          <Actions end>
            <ButtonLink kind="secondary" href={SERVICES_PATH}>
              {texts.cancel}
            </ButtonLink>
            <Button kind="danger">{texts.confirm}</Button>
          </Actions>
        </form>
      </Stack>
    </Card>
  );
}
