import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { OfWhat, phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import {
  Actions,
  Card,
  Empty,
  Heading,
  Identity,
  Stack,
} from '../../../../platform/pages/parts.js';
import type { TestedApp } from '../../../verification/app-testers.service.js';
import { testingTexts as texts } from './testing-texts.js';

interface Props {
  readonly apps: readonly TestedApp[];
  /** Something was just decided. */
  readonly done: boolean;
}

export const TESTING_PATH = '/dashboard/testing';

export const testingPage = (props: Props): Outcome =>
  page({ title: texts.title, body: <Testing {...props} /> });

/** Invitations to test apps, and the apps that the person tests. */
function Testing({ apps, done }: Props): VNode {
  return (
    <Stack>
      <Heading title={texts.title}>{texts.lead}</Heading>
      {done && <Notice kind="success">{texts.done}</Notice>}
      {apps.length === 0 && <Empty title={texts.empty}>{texts.emptyHint}</Empty>}
      {apps.some((app) => app.state === 'invited' && !app.emailVerified) && (
        <Notice kind="warning">
          {texts.unverified} <a href="/password/forgotten">{texts.verify}</a>
        </Notice>
      )}
      {apps.map((app) => (
        <TestedCard app={app} />
      ))}
    </Stack>
  );
}

const TestedCard = ({ app }: { app: TestedApp }): VNode => (
  <Card>
    <Stack>
      <Identity name={app.app}>{texts.madeBy(app.organisation)}</Identity>
      <p class="soft small">{app.state === 'invited' ? texts.invitedHint : texts.stopHint}</p>
      <Form action={`${TESTING_PATH}/${toWireId('tst', app.id)}`}>
        <Actions end>
          <Button
            kind={app.state === 'invited' ? 'secondary' : 'danger'}
            name="decision"
            value="leave"
          >
            {app.state === 'invited' ? texts.decline : texts.stop}
            <OfWhat>{phrase`${app.app}`}</OfWhat>
          </Button>
          {app.state === 'invited' && app.emailVerified && (
            <Button name="decision" value="accept">
              {texts.accept}
              <OfWhat>{phrase`${app.app}`}</OfWhat>
            </Button>
          )}
        </Actions>
      </Form>
    </Stack>
  </Card>
);
