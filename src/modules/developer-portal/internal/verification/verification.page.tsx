import type { VNode } from 'preact';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Stack } from '../../../../platform/pages/parts.js';
import { CONFIRM_FROM_DAYS, type Confirmation } from '../../../verification/confirmation.js';
import { AppFrame } from '../app-frame.js';
import { appPath } from '../portal-paths.js';
import { AnswersCard } from './answers-card.js';
import { ChecklistCard } from '../../../reviews/checklist-card.js';
import { DomainsCard } from './domains-card.js';
import { momentText } from '../../../../platform/pages/moment.js';
import { StateCard } from './state-card.js';
import { verificationTexts as texts } from './verification-texts.js';
import type { VerificationView } from './verification-view.js';

export const verificationPage = (
  view: VerificationView,
  done: string | undefined,
  refusal: Refusal = {},
): Outcome =>
  page({
    title: phrase`Verification: ${view.app.client.name}`,
    body: <Verification view={view} done={done} />,
    ...refusal,
  });

const Verification = ({
  view,
  done,
}: {
  readonly view: VerificationView;
  readonly done: string | undefined;
}): VNode => {
  const path = `${appPath(view.app.client)}/verification`;
  return (
    <AppFrame app={view.app} tab="verification">
      <h1>{texts.title}</h1>
      <p class="soft">{texts.lead}</p>
      {isDone(done) && <Notice kind="success">{texts.done[done]}</Notice>}
      <StateCard view={view} path={path} />
      {view.confirmation && <ConfirmationCard confirmation={view.confirmation} path={path} />}
      <ChecklistCard items={view.checklist} />
      <DomainsCard hosts={view.hosts} path={path} />
      <AnswersCard answers={view.answers} isRestricted={view.isRestricted} path={path} />
    </AppFrame>
  );
};

const isDone = (done: string | undefined): done is keyof typeof texts.done =>
  done !== undefined && Object.hasOwn(texts.done, done);

const DAY = 86_400_000;

const ConfirmationCard = ({
  confirmation: { standing, confirmBy },
  path,
}: {
  readonly confirmation: Confirmation;
  readonly path: string;
}): VNode => {
  const isDue = standing === 'lapsed' || +confirmBy - Date.now() < CONFIRM_FROM_DAYS * DAY;
  return (
    <Card title={texts.confirmation}>
      <Stack>
        <p>{standing === 'lapsed' ? texts.lapsed : texts.confirmBy(momentText(confirmBy))}</p>
        {isDue && (
          <Form action={`${path}/confirm`}>
            <Actions>
              <Button kind="secondary">{texts.confirm}</Button>
            </Actions>
          </Form>
        )}
      </Stack>
    </Card>
  );
};
