import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Field, TextArea } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink, Form, Notice } from '../../../../platform/pages/form.js';
import { momentText } from '../../../../platform/pages/moment.js';
import { Name } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import {
  Actions,
  Card,
  Facts,
  Identity,
  Row,
  Rows,
  Stack,
} from '../../../../platform/pages/parts.js';
import { TIER_NAMES } from '../../../verification/tier-names.js';
import { StaffFrame } from '../frame/staff-frame.js';
import type { AppFacts } from './app-facts.js';
import { StateBadge } from './app-list.page.js';
import { DAYS } from '../../incidents.service.js';
import { STEP_NAMES, suspensionTexts as texts } from './suspension-texts.js';

export const pathOf = ({ client }: Pick<AppFacts, 'client'>): string =>
  `/staff/apps/${toWireId('app', client.id)}`;

export const staffAppPage = (facts: AppFacts, done?: string, refusal: Refusal = {}): Outcome =>
  page({ title: texts.title, body: <App facts={facts} done={done} />, ...refusal });

const App = ({ facts, done }: { facts: AppFacts; done: string | undefined }): VNode => (
  <StaffFrame tab="apps">
    {isDone(done) && <Notice kind="success">{texts.done[done]}</Notice>}
    <Card title={<Name>{facts.client.name}</Name>} aside={<StateBadge state={facts.state} />}>
      <Stack>
        <Identity name={facts.client.name}>{facts.client.clientId}</Identity>
        <Facts
          of={[
            [texts.tier, TIER_NAMES[facts.verification.tier]],
            [
              texts.organisation,
              facts.organisation === null ? '–' : <Name>{facts.organisation}</Name>,
            ],
            [texts.registered, facts.client.createdAt.toISOString().slice(0, 10)],
            [
              texts.affected,
              texts.affectedIs(facts.affected.projects, facts.affected.people, DAYS.default),
            ],
          ]}
        />
        <Actions>
          <ButtonLink kind="secondary" href={`${pathOf(facts)}/report`}>
            {texts.report}
          </ButtonLink>
        </Actions>
      </Stack>
    </Card>
    {facts.suspension && <Restore facts={facts} suspension={facts.suspension} />}
    {facts.state !== 'suspended' && facts.state !== 'deleted' && <Suspend facts={facts} />}
    {facts.history.length > 0 && <History facts={facts} />}
  </StaffFrame>
);

const isDone = (done: string | undefined): done is keyof typeof texts.done =>
  done !== undefined && Object.hasOwn(texts.done, done);

const Suspend = ({ facts }: { facts: AppFacts }): VNode => (
  <Card title={texts.suspendTitle}>
    <Form action={`${pathOf(facts)}/suspend`}>
      <Stack>
        <p>{texts.suspendLead}</p>
        <TextArea
          {...{ label: texts.reason, hint: texts.reasonHint, name: 'reason' }}
          {...{ rows: 4, maxlength: 1_000 }}
        />
        <Field label={texts.typeName} name="name" autocomplete="off" maxlength={200} />
        <Actions>
          <Button kind="danger">{texts.suspend}</Button>
        </Actions>
      </Stack>
    </Form>
  </Card>
);

type Suspended = NonNullable<AppFacts['suspension']>;

const Restore = ({ facts, suspension }: { facts: AppFacts; suspension: Suspended }): VNode => (
  <Card title={texts.restoreTitle}>
    <Stack>
      <Notice kind={suspension.hasOldCredentials ? 'warning' : 'info'}>
        {suspension.hasOldCredentials ? texts.oldCredentials : texts.replaced}
      </Notice>
      {suspension.needsConsent ? (
        <p>{texts.consentRequired(facts.affected.grants)}</p>
      ) : (
        suspension.state === 'suspended' && (
          <Form action={`${pathOf(facts)}/restore`}>
            <p>{texts.consentLead}</p>
            <Button kind="danger-quiet" name="step" value="consent">
              {texts.consent}
            </Button>
          </Form>
        )
      )}
      <Form action={`${pathOf(facts)}/restore`}>
        <Actions>
          {suspension.state === 'suspended' ? (
            <Button name="step" value="begin">
              {texts.begin}
            </Button>
          ) : (
            <Button name="step" value="finish">
              {texts.finish}
            </Button>
          )}
        </Actions>
      </Form>
    </Stack>
  </Card>
);

const History = ({ facts }: { facts: AppFacts }): VNode => (
  <Card title={texts.suspendedBefore}>
    <Rows>
      {facts.history.map(({ reason, state, suspendedAt, suspendedBy, endedAt }) => (
        <Row
          title={<Name>{reason}</Name>}
          text={
            <>
              {momentText(suspendedAt)} UTC{endedAt && ` – ${momentText(endedAt)} UTC`}{' '}
              {suspendedBy !== null && texts.by(facts.staff.get(suspendedBy) ?? '?')}
            </>
          }
          aside={STEP_NAMES[state]}
        />
      ))}
    </Rows>
  </Card>
);
