import { phrase } from '../../../../platform/pages/names.js';

/** Texts of the page of apps that a person tests. */
export const testingTexts = {
  title: 'Apps you test',
  lead: 'Apps in development whose developers have named you as a tester. Only testers can connect them outside the organisation of the app.',
  empty: 'Nobody has named you as a tester',
  emptyHint: 'Developers invite by e-mail. The invitation must be to the address of your account.',
  done: 'Done.',
  madeBy: (organisation: string) =>
    phrase`In development by ${organisation}. We have not checked it.`,
  accept: 'Accept',
  decline: 'Decline',
  stop: 'Stop testing',
  invitedHint:
    'If you accept, you can connect it to projects where you are owner or admin. Nothing is connected before you do that.',
  stopHint: 'If you stop, it loses access to your projects at once.',
  unverified:
    'Your e-mail address is not verified yet, so you cannot accept. Set a new password by a link that we send to it: that verifies it.',
  verify: 'Send me the link',
} as const;
