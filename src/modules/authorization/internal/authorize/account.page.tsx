import type { VNode } from 'preact';
import { Name } from '../../../../platform/pages/names.js';
import { readableEmail } from '../../../../platform/mail/email-address.js';
import { Button, CsrfField } from '../../../../platform/pages/form.js';
import { Card, Heading, Identity, Stack } from '../../../../platform/pages/parts.js';
import type { BrowserSession } from '../../../accounts/browser-session.js';
import type { User } from '../../../accounts/users.service.js';
import { authorizeTexts as texts } from './authorize-texts.js';

interface Props {
  readonly appName: string;
  readonly session: BrowserSession;
  readonly user: User;
  /** Where "go on" is sent. */
  readonly action: string;
  /** Where "as somebody else" is sent. */
  readonly switchAction: string;
}

/** `prompt=select_account`: go on as the one who is signed in, or as somebody else. */
export const AccountPage = ({ appName, session, user, action, switchAction }: Props): VNode => (
  <Card>
    <Stack>
      <Heading title={texts.accountTitle}>{texts.accountLead(appName)}</Heading>
      <Identity name={user.name}>
        <Name>{readableEmail(user.email)}</Name>
      </Identity>
      <form method="post" action={action}>
        <CsrfField token={session.csrfToken} />
        <Button full>{texts.accountGoOn(user.name)}</Button>
      </form>
      <form method="post" action={switchAction}>
        <CsrfField token={session.csrfToken} />
        <Button kind="secondary" full>
          {texts.accountOther}
        </Button>
      </form>
    </Stack>
  </Card>
);
