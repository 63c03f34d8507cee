import type { VNode } from 'preact';
import { Name } from '../../../../platform/pages/names.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { Choice, Field } from '../../../../platform/pages/fields.js';
import { Button, Form, Notice } from '../../../../platform/pages/form.js';
import { page, type Outcome, type Refusal } from '../../../../platform/pages/outcome.js';
import { Badge, Card, Facts, Heading, Stack } from '../../../../platform/pages/parts.js';
import { passwordTexts as texts } from '../password-texts.js';

interface AccountPageProps {
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** What was changed a moment ago: `all` if the apps were disconnected too. */
  readonly changed?: string | undefined;
}

export const accountPage = (props: AccountPageProps, refusal: Refusal = {}): Outcome =>
  page({ title: texts.accountTitle, body: <Account {...props} />, ...refusal });

const Account = ({ changed, ...props }: AccountPageProps): VNode => (
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
    <ChangeForm email={props.email} />
  </Stack>
);

const EmailState = ({ verified }: { verified: boolean }): VNode =>
  verified ? (
    <Badge kind="verified">{texts.verified}</Badge>
  ) : (
    <Badge kind="neutral">{texts.unverified}</Badge>
  );

const ChangeForm = ({ email }: Pick<AccountPageProps, 'email'>): VNode => (
  <Card title={texts.changeTitle}>
    <Form action="/dashboard/account/password">
      <Stack>
        <p class="soft">{texts.changeEffect}</p>
        {/* For password managers: whose password this is. */}
        <input type="hidden" name="username" autocomplete="username" value={email} />
        <PasswordFields />
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
    </Form>
  </Card>
);

const PasswordFields = (): VNode => (
  <>
    <Field
      label={texts.currentPassword}
      name="current"
      type="password"
      autocomplete="current-password"
      required
    />
    <Field
      label={texts.newPassword}
      name="password"
      type="password"
      autocomplete="new-password"
      hint={texts.rules}
      required
    />
  </>
);
