import type { VNode } from 'preact';
import { FileField } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { isOwnLogo } from '../../../clients/own-logo.js';
import type { EditableApp } from '../../../reviews/app-version.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { logoPath } from '../portal-paths.js';
import { logoTexts as texts } from './logo-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly editable: EditableApp;
  readonly done?: string | undefined;
}

/** The logo, and the form for another one. */
export const logoPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({ title: texts.title(props.app.client.name), body: <Logo {...props} />, ...refusal });

function Logo({ app, editable, done }: Props): VNode {
  const { logo_uri: uri } = editable.content.metadata;
  const present = typeof uri === 'string' && isOwnLogo(uri) ? uri : null;
  return (
    <AppFrame app={app} tab="logo">
      <Stack>
        <Heading title={texts.heading}>{texts.lead}</Heading>
        {editable.isReviewed && <Notice>{texts.leadReviewed}</Notice>}
        {(done === 'saved' || done === 'draft') && (
          <Notice kind="success">{texts.done[done]}</Notice>
        )}
        <Card title={texts.present}>
          {present ? <Present app={app} path={present} /> : <p class="soft">{texts.none}</p>}
        </Card>
        <Card title={texts.upload}>
          <Form action={logoPath(app.client)} class="stack" upload>
            <FileField label={texts.file} name="logo" accept="image/png,image/jpeg,image/webp" />
            <Actions end>
              <Button>{texts.upload}</Button>
            </Actions>
          </Form>
        </Card>
      </Stack>
    </AppFrame>
  );
}

const Present = ({ app, path }: { app: PortalApp; path: string }): VNode => (
  <Stack>
    <img class="logo" src={path} alt={texts.present} width={128} height={128} />
    <Form action={`${logoPath(app.client)}/remove`}>
      <Actions end>
        <Button kind="danger-quiet">{texts.remove}</Button>
      </Actions>
    </Form>
  </Stack>
);
