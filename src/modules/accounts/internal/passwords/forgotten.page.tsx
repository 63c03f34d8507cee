import type { VNode } from 'preact';
import { Button, ButtonLink, CsrfField, EmailField } from '../../../../platform/pages/form.js';
import { Actions, Card, Heading, Stack } from '../../../../platform/pages/parts.js';
import { passwordTexts as texts } from './password-texts.js';

export const ForgottenPage = ({ csrfToken }: { csrfToken: string }): VNode => (
  <Card>
    <form method="post" action="/password/forgotten">
      <Stack>
        <Heading title={texts.forgottenTitle}>{texts.forgottenLead}</Heading>
        <CsrfField token={csrfToken} />
        <EmailField label={texts.email} autofocus />
        <Button full>{texts.forgottenButton}</Button>
        <a class="small" href="/login">
          {texts.backToSignIn}
        </a>
      </Stack>
    </form>
  </Card>
);

/** The same for everybody: it must not tell whether there is such an account (attack D6). */
export const SentPage = ({ minutes }: { minutes: number }): VNode => (
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
