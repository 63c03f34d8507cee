import type { ComponentChildren, VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { disconnectQuestion } from '../../../../platform/pages/disconnect-question.js';
import { EmailField } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink, Form, Notice } from '../../../../platform/pages/form.js';
import { Name, OfWhat, phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Badge, Card, Facts, Heading, Row, Rows, Stack } from '../../../../platform/pages/parts.js';
import type { OutsideUse } from '../../../grants/outside-reach.service.js';
import type { Tester } from '../../../verification/app-testers.service.js';
import { policyOf, type TierPolicy } from '../../../verification/tier-policy.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { appPath } from '../portal-paths.js';
import { testersTexts as texts } from './testers-texts.js';

export interface TestersView {
  readonly app: PortalApp;
  readonly testers: readonly Tester[];
  readonly use: OutsideUse;
}

interface Props extends TestersView {
  /** Something was just done. */
  readonly done?: boolean;
}

export const testersPath = ({ client }: PortalApp): string => `${appPath(client)}/testers`;
const removePath = (app: PortalApp, { id }: Pick<Tester, 'id'>): string =>
  `${testersPath(app)}/${toWireId('tst', id)}/remove`;

/** The testers of an app, and how far it is from each limit of an app that is not verified. */
export const testersPage = (props: Props, refusal: Refusal = {}): Outcome =>
  page({
    title: texts.title(props.app.client.name),
    body: <Testers {...props} />,
    ...refusal,
  });

function Testers(props: Props): VNode {
  const { app, done } = props;
  const policy = policyOf(app.verification.tier, false);
  return (
    <AppFrame app={app} tab="testers">
      <Stack>
        <Heading title={texts.heading}>{policy.reach ? texts.lead : texts.unlimited}</Heading>
        {done === true && <Notice kind="success">{texts.done}</Notice>}
        {policy.reach && <Limits {...props} policy={policy} />}
        <Named {...props} />
        {policy.reach && <Invite app={app} />}
      </Stack>
    </AppFrame>
  );
}

function Limits({ testers, use, policy }: Props & { policy: TierPolicy }): VNode | null {
  const { reach, boundedScopes, contactsPerDay } = policy;
  if (reach === null) return null;
  return (
    <Card title={texts.limits}>
      <Facts
        of={[
          [texts.projects, texts.of(use.projects, reach.projects)],
          [texts.people, texts.of(use.people, reach.people)],
          ...everOf(use, reach.projectsEver),
          [texts.testersCount, texts.of(testers.length, reach.testers)],
          [texts.scopes, texts.scopesOf(classesOf(policy), boundedScopes.join(', '))],
          [texts.messages, texts.messagesOf(policy.messagesPerDay)],
          [texts.contacts, texts.contactsOf(contactsPerDay ?? 0)],
          [texts.calls, texts.callsOf(policy.callsPerMinute)],
          [texts.life, texts.lifeOf(policy.grantDays)],
        ]}
      />
      <p class="soft small">{texts.wayOut}</p>
    </Card>
  );
}

const classesOf = ({ classes }: TierPolicy): string =>
  classes === 'approved' ? classes : classes.join(', ');

const everOf = (
  { everProjects }: OutsideUse,
  limit: number | null,
): [string, ComponentChildren][] =>
  limit === null ? [] : [[texts.ever, `${texts.of(everProjects, limit)}. ${texts.everHint}`]];

const Named = ({ app, testers }: Props): VNode => (
  <Card title={texts.testers}>
    {testers.length === 0 && <p class="soft">{texts.none}</p>}
    <Rows>
      {testers.map((tester) => (
        <Row
          title={
            <>
              <Name>{tester.name ?? readableEmail(tester.email)}</Name>{' '}
              <Badge kind={tester.state === 'accepted' ? 'granted' : 'neutral'}>
                {texts.states[tester.state]}
              </Badge>
            </>
          }
          text={
            <>
              <Name>{readableEmail(tester.email)}</Name>{' '}
              {texts.since(tester.since.toISOString().slice(0, 10))}
            </>
          }
          aside={
            <ButtonLink kind="danger-quiet" small href={removePath(app, tester)}>
              {texts.remove}
              <OfWhat>{phrase`${readableEmail(tester.email)}`}</OfWhat>
            </ButtonLink>
          }
        />
      ))}
    </Rows>
  </Card>
);

const Invite = ({ app }: Pick<Props, 'app'>): VNode => (
  <Card title={texts.invite}>
    <Form action={testersPath(app)}>
      <Stack>
        <p class="soft">{texts.inviteHint}</p>
        <EmailField label={texts.email} />
        <Button>{texts.send}</Button>
      </Stack>
    </Form>
  </Card>
);

/** Asks for confirmation, and says what ends. */
export const removeTesterPage = (app: PortalApp, tester: Tester): Outcome => {
  const question = texts.ask(readableEmail(tester.email));
  return disconnectQuestion({
    ...{ title: question, heading: question, effect: texts.effect },
    ...{ action: removePath(app, tester), back: testersPath(app), texts },
  });
};
