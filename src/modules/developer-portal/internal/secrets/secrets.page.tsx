import type { VNode } from 'preact';
import { Select } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { momentOr } from '../../../../platform/pages/moment.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import type { AppSecretsView } from '../../../clients/app-secrets.service.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { secretsPath } from '../portal-paths.js';
import { secretTexts as texts } from './secret-texts.js';

interface Props {
  readonly app: PortalApp;
  /** Null for an app without a secret. */
  readonly secrets: AppSecretsView | null;
  readonly done?: string | undefined;
  /** A new secret was refused, since two are valid. */
  readonly isFull?: boolean;
}

export const secretsPage = (props: Props): Outcome =>
  page({
    title: texts.title(props.app.client.name),
    body: <Secrets {...props} />,
    status: props.isFull ? 409 : 200,
  });

const Secrets = ({ app, secrets, done, isFull = false }: Props): VNode => (
  <AppFrame app={app} tab="secrets">
    <Stack>
      <Heading title={texts.heading}>{texts.lead}</Heading>
      {done === 'ended' && <Notice kind="success">{texts.ended}</Notice>}
      {isFull && <Notice kind="error">{texts.two}</Notice>}
      {secrets ? <Both app={app} secrets={secrets} /> : <None app={app} />}
    </Stack>
  </AppFrame>
);

const None = ({ app: { client } }: Pick<Props, 'app'>): VNode => (
  <Notice>
    {client.tokenEndpointAuthMethod === 'private_key_jwt' ? texts.none.key : texts.none.none}
  </Notice>
);

const Both = ({ app, secrets }: { app: PortalApp; secrets: AppSecretsView }): VNode => (
  <>
    <Card title={texts.present}>
      <Stack space="tight">
        <Facts
          of={[
            [texts.made, momentOr(secrets.madeAt, texts.unknown)],
            [texts.used, momentOr(secrets.usedAt, texts.never)],
          ]}
        />
        <p class="soft small">{texts.toTheHour}</p>
      </Stack>
    </Card>
    {secrets.olderEndsAt ? <Older app={app} secrets={secrets} /> : <Add app={app} />}
  </>
);

const Older = ({ app, secrets }: { app: PortalApp; secrets: AppSecretsView }): VNode => (
  <Card title={texts.older}>
    <Stack>
      <Facts
        of={[
          [texts.made, momentOr(secrets.olderMadeAt, texts.unknown)],
          [texts.used, momentOr(secrets.olderUsedAt, texts.never)],
          [texts.ends, momentOr(secrets.olderEndsAt, texts.never)],
        ]}
      />
      <p class="soft small">{texts.serviceEnds}</p>
      <Form action={`${secretsPath(app.client)}/end`}>
        <Actions end>
          <Button kind="danger">{texts.end}</Button>
        </Actions>
      </Form>
    </Stack>
  </Card>
);

const Add = ({ app }: Pick<Props, 'app'>): VNode => (
  <Card title={texts.add}>
    <Form action={secretsPath(app.client)} class="stack">
      <p class="soft">
        {texts.addLead} {texts.serviceEnds}
      </p>
      <Select label={texts.overlap} name="overlap" options={texts.overlaps} chosen="24" />
      <Actions end>
        <Button>{texts.add}</Button>
      </Actions>
    </Form>
  </Card>
);
