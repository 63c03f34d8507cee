import type { VNode } from 'preact';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Heading, Stack } from '../../../../platform/pages/parts.js';
import type { EditableApp } from '../../../reviews/app-version.js';
import { AppFields } from '../app-form/app-fields.js';
import { kindOf } from '../app-form/app-kind.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { settingsPath } from '../portal-paths.js';
import { settingsTexts as texts } from './settings-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly editable: EditableApp;
  readonly done?: string | undefined;
}

export const settingsPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({ title: texts.title(props.app.client.name), body: <Settings {...props} />, ...refusal });

const Settings = ({ app, editable, done }: Props): VNode => (
  <AppFrame app={app} tab="settings">
    <Stack>
      <Heading title={texts.heading}>
        {editable.isReviewed ? texts.leadReviewed : texts.lead}
      </Heading>
      {(done === 'saved' || done === 'draft') && <Notice kind="success">{texts.done[done]}</Notice>}
      {editable.isReviewed && editable.version && <Notice>{texts.draft}</Notice>}
      <Form action={settingsPath(app.client)} class="stack">
        <AppFields kind={kindOf(app.client)} content={editable.content} />
        <Actions end>
          <Button>{texts.save}</Button>
        </Actions>
      </Form>
    </Stack>
  </AppFrame>
);
