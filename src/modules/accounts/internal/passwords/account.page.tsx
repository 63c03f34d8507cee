import type { VNode } from 'preact';
import { Name } from '../../../../platform/pages/names.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { Button, Choice, CsrfField, Field, Notice } from '../../../../platform/pages/form.js';
import { Badge, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { passwordTexts as texts } from './password-texts.js';

/** What is wrong with which field. */
export interface ChangeFaults {
  readonly current?: string;
  readonly password?: string;
}

interface AccountPageProps {
  readonly csrfToken: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** Just done: `all` if the apps were disconnected too. */
  readonly changed?: string | undefined;
  readonly faults?: ChangeFaults;
}

export const AccountPage = ({ changed, ...props }: AccountPageProps): VNode => (
  <Stack space="loose">
    <Heading title={texts.accountTitle}>{texts.accountLead}</Heading>
    {changed && (
      <Notice kind="success">
        {changed === 'all' ? texts.changedAndDisconnected : texts.changed}
      </Notice>
    )}
    <Card>
      <Facts
        of={[
          [texts.name, <Name>{props.name}</Name>],
          [
            texts.email,
            <>
              <Name>{readableEmail(props.email)}</Name>{' '}
              <EmailState verified={props.emailVerified} />
            </>,
          ],
        ]}
      />
    </Card>
    <ChangeForm {...props} />
  </Stack>
);

const EmailState = ({ verified }: { verified: boolean }): VNode =>
  verified ? (
    <Badge kind="verified">{texts.verified}</Badge>
  ) : (
    <Badge kind="neutral">{texts.unverified}</Badge>
  );

const ChangeForm = ({ csrfToken, email, faults = {} }: AccountPageProps): VNode => (
  <Card title={texts.changeTitle}>
    <form method="post" action="/dashboard/account/password">
      <Stack>
        <p class="soft">{texts.changeEffect}</p>
        <CsrfField token={csrfToken} />
        {/* For password managers: whose password this is. */}
        <input type="hidden" name="username" autocomplete="username" value={email} />
        <PasswordFields {...faults} />
        <ul class="choices">
          <Choice
            name="disconnect"
            value="yes"
            title={texts.disconnect}
            description={texts.disconnectEffect}
          />
        </ul>
        <div>
          <Button>{texts.changeButton}</Button>
        </div>
      </Stack>
    </form>
  </Card>
);

const PasswordFields = ({ current, password }: ChangeFaults): VNode => (
  <>
    <Field
      label={texts.currentPassword}
      name="current"
      type="password"
      autocomplete="current-password"
      error={current}
      autofocus={Boolean(current)}
      required
    />
    <Field
      label={texts.newPassword}
      name="password"
      type="password"
      autocomplete="new-password"
      hint={texts.rules}
      error={password}
      autofocus={Boolean(password)}
      required
    />
  </>
);
