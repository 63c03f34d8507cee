import type { VNode } from 'preact';
import { Button, CsrfField, Field, Notice } from '../../../platform/pages/form.js';
import { Card, Heading, Stack } from '../../../platform/pages/parts.js';
import { texts } from './texts.js';

interface SignInPageProps {
  readonly csrfToken: string;
  /** Id of the place to go on to, if there is one. */
  readonly returnId: string | undefined;
  readonly email?: string | undefined;
  readonly failed?: boolean;
  /** Somebody is signed in, and is to prove that they are still there. */
  readonly again?: boolean;
}

/** One message for every failure: it must not tell whether there is such an account (attack D6). */
export const SignInPage = ({
  csrfToken,
  returnId,
  email,
  failed,
  again,
}: SignInPageProps): VNode => (
  <Card>
    <form method="post" action="/login">
      <Stack>
        <Heading title={texts.signInTitle}>{again ? texts.signInAgain : texts.signInLead}</Heading>
        {failed && <Notice kind="error">{texts.signInFailed}</Notice>}
        <CsrfField token={csrfToken} />
        {returnId && <input type="hidden" name="return" value={returnId} />}
        <Field
          label={texts.email}
          name="email"
          type="email"
          value={email}
          autocomplete="username"
          autofocus={!failed && !email}
          required
        />
        <Field
          label={texts.password}
          name="password"
          type="password"
          autocomplete="current-password"
          autofocus={Boolean(failed ?? email)}
          required
        />
        <Button full>{texts.signInButton}</Button>
      </Stack>
    </form>
  </Card>
);
