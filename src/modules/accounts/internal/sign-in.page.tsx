import type { VNode } from 'preact';
import { readableEmail } from '../../../platform/mail/email-address.js';
import { EmailField, Field } from '../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../platform/pages/form.js';
import { page, type PageOutcome } from '../../../platform/pages/outcome.js';
import { Card, Heading, Stack } from '../../../platform/pages/parts.js';
import { passwordTexts } from './password-texts.js';
import { texts } from './texts.js';
import { waitWords } from './wait-words.js';

interface SignInPageProps {
  /** Id of the path to return to, if there is one. */
  readonly returnId: string | undefined;
  readonly email?: string | undefined;
  readonly failed?: boolean;
  /** Seconds until the next attempt, if this one came too soon. */
  readonly wait?: number;
  /** The person is signed in and must prove the password again. */
  readonly again?: boolean;
  /** After a reset of the password. */
  readonly reset?: boolean;
  /** Address of another person, who has signed in from another tab since the form was opened. */
  readonly meanwhile?: string;
}

const SignIn = ({ returnId, ...props }: SignInPageProps): VNode => (
  <Card>
    <Form action="/login">
      <Stack>
        <Heading title={texts.signInTitle}>
          {props.again ? texts.signInAgain : texts.signInLead}
        </Heading>
        <SignInNotice {...props} />
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
    </Form>
  </Card>
);

/** One message for every failure: it must not tell whether the account exists (attack D6). */
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

/** The sign-in may redirect to authorize and from there to an app, hence `mayLeave`. */
export const signInPage = (props: SignInPageProps): PageOutcome =>
  page({
    title: texts.signInTitle,
    body: <SignIn {...props} />,
    status: statusOf(props),
    width: 'narrow',
    mayLeave: true,
    ...(props.wait === undefined ? {} : { retryAfter: props.wait }),
  });

function statusOf({ failed, wait, meanwhile }: SignInPageProps): number {
  if (meanwhile !== undefined) return 409;
  if (wait !== undefined) return 429;
  return failed ? 401 : 200;
}
