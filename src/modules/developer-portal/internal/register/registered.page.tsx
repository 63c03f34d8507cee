import type { VNode } from 'preact';
import { ButtonLink, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { appPath } from '../portal-paths.js';
import type { Registered } from './register-app.js';
import { registerTexts as texts } from './register-texts.js';

/** Answers the registration of an app with a secret, which no later page can show. */
export const registeredPage = (registered: Registered): Outcome =>
  page({
    title: texts.registered(registered.client.name),
    body: <RegisteredApp {...registered} />,
  });

const RegisteredApp = ({ client, secret }: Registered): VNode => (
  <Stack>
    <Heading title={texts.registered(client.name)}>{texts.registeredLead}</Heading>
    <Card>
      <Stack>
        <Facts
          of={[
            ['client_id', <code>{client.clientId}</code>],
            [texts.secret, <code>{secret}</code>],
          ]}
        />
        <Notice kind="warning">{texts.secretOnce}</Notice>
        <Actions end>
          <ButtonLink href={appPath(client)}>{texts.toApp}</ButtonLink>
        </Actions>
      </Stack>
    </Card>
  </Stack>
);
