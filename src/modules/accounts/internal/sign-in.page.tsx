import type { VNode } from 'preact';
import { Button, CsrfField, Field, Notice } from '../../../platform/pages/form.js';
import { Card, Heading, Stack } from '../../../platform/pages/parts.js';
import { texts } from './texts.js';

interface SignInPageProps {
  readonly csrfToken: string;
  /** Id of the place to go on to, if there is one. */
  readonly returnId: string | undefined;
  readonly email?: string;
  readonly failed?: boolean;
}

/** One message for every failure: it must not tell whether there is such an account (attack D6). */
export const SignInPage = ({ csrfToken, returnId, email, failed }: SignInPageProps): VNode => (
  <Card>
    <form method="post" action="/login">
      <Stack>
        <Heading title={texts.signInTitle}>{texts.signInLead}</Heading>
        {failed && <Notice kind="error">{texts.signInFailed}</Notice>}
        <CsrfField token={csrfToken} />
        {returnId && <input type="hidden" name="return" value={returnId} />}
        <Field
          label={texts.email}
          name="email"
          type="email"
          value={email}
          autocomplete="username"
          autofocus={!failed}
          required
        />
        <Field
          label={texts.password}
          name="password"
          type="password"
          autocomplete="current-password"
          autofocus={failed ?? false}
          required
        />
        <Button full>{texts.signInButton}</Button>
      </Stack>
    </form>
  </Card>
);
