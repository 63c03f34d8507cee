import type { VNode } from 'preact';
import { EmailField } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink, Form } from '../../../../platform/pages/form.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { passwordTexts as texts } from '../password-texts.js';

export const forgottenPage = (): Outcome =>
  page({ title: texts.forgottenTitle, body: <Forgotten />, width: 'narrow' });

const Forgotten = (): VNode => (
  <Card>
    <Form action="/password/forgotten">
      <Stack>
        <Heading title={texts.forgottenTitle}>{texts.forgottenLead}</Heading>
        <EmailField label={texts.email} autofocus />
        <Button full>{texts.forgottenButton}</Button>
        <a class="small" href="/login">
          {texts.backToSignIn}
        </a>
      </Stack>
    </Form>
  </Card>
);

/** The same for every address: it must not tell whether the account exists (attack D6). */
export const sentPage = (minutes: number): Outcome =>
  page({ title: texts.sentTitle, body: <Sent minutes={minutes} />, width: 'narrow' });

const Sent = ({ minutes }: { minutes: number }): VNode => (
  <Card>
    <Stack>
      <Heading title={texts.sentTitle}>{texts.sentLead(minutes)}</Heading>
      <p class="soft small">{texts.sentHint}</p>
      <Actions>
        <ButtonLink kind="secondary" href="/login">
          {texts.backToSignIn}
        </ButtonLink>
      </Actions>
    </Stack>
  </Card>
);
