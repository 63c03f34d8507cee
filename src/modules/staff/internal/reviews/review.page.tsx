import type { VNode } from 'preact';
import { Button, Form } from '../../../../platform/pages/form.js';
import { Name, phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Badge, Card, Facts, Stack } from '../../../../platform/pages/parts.js';
import { ChecklistCard } from '../../../reviews/checklist-card.js';
import { ANSWER_NAMES, ANSWERS, type Answers } from '../../../reviews/verification-answers.js';
import { isFixed } from '../../../reviews/version-state.js';
import { versionTexts } from '../../../reviews/version-texts.js';
import { VersionHistory } from '../../../reviews/version-history.js';
import { StaffFrame } from '../frame/staff-frame.js';
import { DecisionForm } from './decision-form.js';
import type { ReviewView } from './review-view.js';
import { staffReviewTexts as texts } from './staff-review-texts.js';
import { VersionDiff } from './version-diff.js';

export const reviewPage = (view: ReviewView, refusal: Refusal = {}): Outcome =>
  page({
    title: phrase`${nameOf(view)}`,
    width: 'wide',
    body: <Review view={view} />,
    ...refusal,
  });

const nameOf = ({ version }: ReviewView): string => {
  const name = version.content.metadata.client_name;
  return typeof name === 'string' ? name : '';
};

const Review = ({ view }: { readonly view: ReviewView }): VNode => {
  const { version, approved } = view;
  const path = `/staff/reviews/${version.wireId}`;
  return (
    <StaffFrame tab="reviews">
      <h2>
        <Name>{nameOf(view)}</Name>
      </h2>
      <p>
        {versionTexts.kinds[version.kind]} <Badge>{versionTexts.states[version.state]}</Badge>{' '}
        {version.appeal === 'open' && <Badge kind="caution">{texts.appeal}</Badge>}
      </p>
      <Ways view={view} path={path} />
      <Card title={approved ? texts.differences : texts.first}>
        <VersionDiff before={approved?.content ?? null} after={version.content} />
      </Card>
      <ChecklistCard items={view.checklist} />
      <AnswersCard answers={version.answers} />
      <Card title={versionTexts.history}>
        <VersionHistory events={view.events} showsStaff />
      </Card>
      {view.isMine && <DecisionForm version={version} path={path} />}
    </StaffFrame>
  );
};

const Ways = ({ view: { version, isMine }, path }: { view: ReviewView; path: string }): VNode => (
  <Actions>
    {isFixed(version) && !isMine && (
      <Form action={`${path}/take`}>
        <Button>{version.reviewerId === null ? texts.take : texts.takeOver}</Button>
      </Form>
    )}
    {isMine && (
      <Form action={`${path}/release`}>
        <Button kind="secondary">{texts.release}</Button>
      </Form>
    )}
  </Actions>
);

const AnswersCard = ({ answers }: { readonly answers: Answers }): VNode => (
  <Card title={texts.answers}>
    <Stack>
      {Object.keys(answers).length === 0 && <p class="soft">{texts.noAnswers}</p>}
      <Facts
        of={ANSWER_NAMES.filter((name) => answers[name] !== undefined).map((name) => [
          ANSWERS[name].label,
          <Name>{answers[name] ?? ''}</Name>,
        ])}
      />
    </Stack>
  </Card>
);
