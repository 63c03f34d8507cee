import type { VNode } from 'preact';
import { Button, ButtonLink, Form, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { usePage } from '../../../../platform/pages/page-context.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { KeyFields, Mailboxes } from '../app-form/app-fields.js';
import { appFormTexts } from '../app-form/app-form-texts.js';
import { AppFrame } from '../app-frame.js';
import { secretsPath, settingsPath } from '../portal-paths.js';
import { OTHER_FIELDS, type RecoveryView } from './recover-app.js';
import { settingsTexts } from './settings-texts.js';

const { suspended: texts, heading, save, title } = settingsTexts;

interface Props extends RecoveryView {
  readonly done?: string | undefined;
}

/** The settings of an app that staff have suspended: what they ask for before they restore it. */
export const suspendedSettingsPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({ title: title(props.app.client.name), body: <Settings {...props} />, ...refusal });

const Settings = ({ app, content, hasOldCredentials, done }: Props): VNode => (
  <AppFrame app={app} tab="settings">
    <Stack>
      <Heading title={heading}>{texts.lead}</Heading>
      {done === 'saved' && <Notice kind="success">{texts.saved}</Notice>}
      {usePage().faults && (
        <Notice kind="error">
          {usePage().faults?.[OTHER_FIELDS] ?? appFormTexts.faults.summary}
        </Notice>
      )}
      <Credentials app={app} hasOldCredentials={hasOldCredentials} />
      <Form action={settingsPath(app.client)} class="stack">
        <Card title={texts.keys}>
          <Keys app={app} content={content} />
        </Card>
        <Card title={texts.contacts}>
          <Stack>
            <Mailboxes of={content} />
          </Stack>
        </Card>
        <Actions end>
          <Button>{save}</Button>
        </Actions>
      </Form>
    </Stack>
  </AppFrame>
);

const Credentials = ({
  app: { client },
  hasOldCredentials,
}: Pick<Props, 'app' | 'hasOldCredentials'>): VNode => {
  if (hasOldCredentials) return <Notice kind="warning">{texts.old}</Notice>;
  if (client.tokenEndpointAuthMethod === 'none') return <Notice>{texts.nothing}</Notice>;
  return <Notice kind="success">{texts.replaced}</Notice>;
};

const Keys = ({ app: { client }, content }: Pick<Props, 'app' | 'content'>): VNode =>
  client.tokenEndpointAuthMethod === 'private_key_jwt' ? (
    <Stack>
      <p class="soft">{texts.keysLead}</p>
      <KeyFields of={content} />
    </Stack>
  ) : (
    <Stack>
      <p class="soft">
        {client.tokenEndpointAuthMethod === 'none' ? appFormTexts.methods.none : texts.secrets}
      </p>
      {client.tokenEndpointAuthMethod !== 'none' && (
        <ButtonLink kind="secondary" href={secretsPath(client)}>
          {texts.toSecrets}
        </ButtonLink>
      )}
    </Stack>
  );
