import type { VNode } from 'preact';
import { EmailField, Field } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink, Form, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { passwordTexts as texts } from '../password-texts.js';

/** @param email whose password it sets: shown, so that a link of another account is noticed */
export const resetPage = (email: string, refusal: Refusal = {}): Outcome =>
  page({ title: texts.resetTitle, body: <Reset email={email} />, width: 'narrow', ...refusal });

const Reset = ({ email }: { email: string }): VNode => (
  <Card>
    <Form action="/password/reset/new">
      <Stack>
        <Heading title={texts.resetTitle}>{texts.resetLead}</Heading>
        <Notice>{texts.resetEffect}</Notice>
        <EmailField label={texts.email} value={email} readonly />
        <Field
          label={texts.newPassword}
          name="password"
          type="password"
          autocomplete="new-password"
          hint={texts.rules}
          autofocus
          required
        />
        <Button full>{texts.resetButton}</Button>
      </Stack>
    </Form>
  </Card>
);

export const linkGonePage = (cookies: readonly string[]): Outcome =>
  page({ title: texts.goneTitle, body: <LinkGone />, status: 410, width: 'narrow', cookies });

const LinkGone = (): VNode => (
  <Card>
    <Stack>
      <Heading title={texts.goneTitle}>{texts.goneLead}</Heading>
      <Actions>
        <ButtonLink href="/password/forgotten">{texts.anotherLink}</ButtonLink>
        <ButtonLink kind="secondary" href="/login">
          {texts.backToSignIn}
        </ButtonLink>
      </Actions>
    </Stack>
  </Card>
);
