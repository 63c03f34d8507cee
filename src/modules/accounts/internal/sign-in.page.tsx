import type { Response } from 'express';
import type { VNode } from 'preact';
import { readableEmail } from '../../../platform/mail/email-address.js';
import { Button, CsrfField, EmailField, Field, Notice } from '../../../platform/pages/form.js';
import { Card, Heading, Stack } from '../../../platform/pages/parts.js';
import { renderPage } from '../../../platform/pages/render-page.js';
import { passwordTexts } from './passwords/password-texts.js';
import { texts } from './texts.js';
import { waitWords } from './wait-words.js';

interface SignInPageProps {
  readonly csrfToken: string;
  /** Id of the place to go on to, if there is one. */
  readonly returnId: string | undefined;
  readonly email?: string | undefined;
  readonly failed?: boolean;
  /** Seconds until the next attempt, if this one came too soon. */
  readonly wait?: number;
  /** Somebody is signed in, and is to prove that they are still there. */
  readonly again?: boolean;
  /** They come from setting a new password. */
  readonly reset?: boolean;
  /** Address of somebody else, who has signed in from another tab since the form was opened. */
  readonly meanwhile?: string;
}

const SignInPage = ({ csrfToken, returnId, ...props }: SignInPageProps): VNode => (
  <Card>
    <form method="post" action="/login">
      <Stack>
        <Heading title={texts.signInTitle}>
          {props.again ? texts.signInAgain : texts.signInLead}
        </Heading>
        <SignInNotice {...props} />
        <CsrfField token={csrfToken} />
        {returnId && <input type="hidden" name="return" value={returnId} />}
        <EmailField label={texts.email} value={props.email} autofocus={!props.email} />
        <Field
          label={texts.password}
          name="password"
          type="password"
          autocomplete="current-password"
          autofocus={Boolean(props.email)}
          required
        />
        <Button full>{texts.signInButton}</Button>
        <a class="small" href="/password/forgotten">
          {passwordTexts.forgotten}
        </a>
      </Stack>
    </form>
  </Card>
);

/** One message for every failure: it must not tell whether there is such an account (attack D6). */
const SignInNotice = ({
  failed,
  wait,
  reset,
  meanwhile,
}: Pick<SignInPageProps, 'failed' | 'wait' | 'reset' | 'meanwhile'>): VNode | null => {
  if (meanwhile !== undefined) {
    return <Notice kind="error">{texts.signInMeanwhile(readableEmail(meanwhile))}</Notice>;
  }
  if (wait !== undefined) {
    return <Notice kind="error">{passwordTexts.wait(waitWords(wait))}</Notice>;
  }
  if (failed) return <Notice kind="error">{texts.signInFailed}</Notice>;
  return reset ? <Notice kind="success">{texts.signInReset}</Notice> : null;
};

/** The sign-in may go on to authorize and from there to an app, hence `mayLeave`. */
export function renderSignIn(response: Response, props: SignInPageProps, status = 200): void {
  const body = <SignInPage {...props} />;
  renderPage(response, { title: texts.signInTitle, body, status, width: 'narrow', mayLeave: true });
}
