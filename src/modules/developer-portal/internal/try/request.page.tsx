import type { VNode } from 'preact';
import { Field } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink, Form, Notice } from '../../../../platform/pages/form.js';
import { phrase } from '../../../../platform/pages/names.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { tryPath, tryRequestPath } from '../portal-paths.js';
import { authorizationAddress, parametersOf } from './authorization-request.js';
import { Checks } from './checks.js';
import type { FlowTrial } from './flow-trials.js';
import { LONGEST_ADDRESS, type CheckResult } from './pasted-answer.js';
import { PARAMETER_TEXTS, requestTexts as texts } from './try-texts.js';

interface Props {
  readonly app: PortalApp;
  readonly trial: FlowTrial;
  readonly issuer: string;
  /** Of the address that was pasted last. */
  readonly checks?: readonly CheckResult[];
}

/** The second page: the authorization request, and the field for the answer. What was pasted is not shown again. */
export const requestPage = ({ app, ...props }: Props, refusal: Refusal = {}): Outcome =>
  page({
    title: phrase`${texts.title} · ${app.client.name}`,
    body: (
      <AppFrame app={app} tab="try">
        <Stack>
          <Heading title={texts.title}>{texts.lead}</Heading>
          <Request app={app} {...props} />
          <Answer app={app} {...props} />
          <p>
            <a href={tryPath(app.client)}>{texts.other}</a>
          </p>
        </Stack>
      </AppFrame>
    ),
    ...refusal,
  });

function Request({ app: { client }, trial, issuer }: Props): VNode {
  const parameters = parametersOf(client, trial);
  const address = authorizationAddress(issuer, parameters);
  return (
    <>
      <Card title={texts.parameters}>
        <Facts
          of={parameters.map(([name, value]) => [
            name,
            <>
              <code>{value}</code>
              <div class="soft small">{PARAMETER_TEXTS[name]}</div>
            </>,
          ])}
        />
      </Card>
      <Card title={texts.address}>
        <Stack>
          <div class="snippet">
            <pre tabIndex={0} aria-label={texts.address}>
              {address}
            </pre>
          </div>
          <Actions>
            <ButtonLink href={address} newTab>
              {texts.open} {texts.newTab}
            </ButtonLink>
          </Actions>
        </Stack>
      </Card>
    </>
  );
}

const Answer = ({ app: { client }, trial, checks = [] }: Props): VNode => (
  <Card title={texts.answer}>
    <Form action={tryRequestPath(client)}>
      <Stack>
        <p>{texts.where}</p>
        <p class="soft">{texts.listening}</p>
        {!/^https?:/.test(trial.redirectUri) && <Notice>{texts.scheme}</Notice>}
        {checks.length > 0 && <Checks of={checks} />}
        <Field
          label={texts.field}
          name="address"
          hint={texts.fieldHint}
          maxlength={LONGEST_ADDRESS}
          autocomplete="off"
          required
        />
        <Actions end>
          <Button>{texts.send}</Button>
        </Actions>
      </Stack>
    </Form>
  </Card>
);
