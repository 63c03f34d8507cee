import type { VNode } from 'preact';
import {
  Button,
  ButtonLink,
  CsrfField,
  EmailField,
  Field,
  Notice,
} from '../../../../platform/pages/form.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { passwordTexts as texts } from './password-texts.js';

interface ResetPageProps {
  readonly csrfToken: string;
  /** Whose password it will be: a link of somebody else's shows it here. */
  readonly email: string;
  readonly error?: string;
}

export const ResetPage = ({ csrfToken, email, error }: ResetPageProps): VNode => (
  <Card>
    <form method="post" action="/password/reset/new">
      <Stack>
        <Heading title={texts.resetTitle}>{texts.resetLead}</Heading>
        <Notice>{texts.resetEffect}</Notice>
        <CsrfField token={csrfToken} />
        <EmailField label={texts.email} value={email} readonly />
        <Field
          label={texts.newPassword}
          name="password"
          type="password"
          autocomplete="new-password"
          hint={texts.rules}
          error={error}
          autofocus
          required
        />
        <Button full>{texts.resetButton}</Button>
      </Stack>
    </form>
  </Card>
);

export const LinkGonePage = (): VNode => (
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
