import type { VNode } from 'preact';
import { Name } from '../../../../platform/pages/names.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { Button, Form } from '../../../../platform/pages/form.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Card, Heading, Identity, Stack } from '../../../../platform/pages/parts.js';
import type { User } from '../../../accounts/users.service.js';
import { authorizeTexts as texts } from './authorize-texts.js';

interface Props {
  readonly appName: string;
  readonly user: User;
  /** Action of the form that continues with this account. */
  readonly action: string;
  /** Action of the form that signs in with another account. */
  readonly switchAction: string;
}

/** `prompt=select_account`: continue with the signed-in account, or sign in with another. */
export const accountPage = (props: Props): Outcome =>
  page({
    title: texts.accountTitle,
    body: <ChooseAccount {...props} />,
    width: 'narrow',
    mayLeave: true,
  });

const ChooseAccount = ({ appName, user, action, switchAction }: Props): VNode => (
  <Card>
    <Stack>
      <Heading title={texts.accountTitle}>{texts.accountLead(appName)}</Heading>
      <Identity name={user.name}>
        <Name>{readableEmail(user.email)}</Name>
      </Identity>
      <Form action={action}>
        <Button full>{texts.accountGoOn(user.name)}</Button>
      </Form>
      <Form action={switchAction}>
        <Button kind="secondary" full>
          {texts.accountOther}
        </Button>
      </Form>
    </Stack>
  </Card>
);
