import { phrase } from '../../../../platform/pages/names.js';
import { ownershipTexts } from '../ownership/ownership-texts.js';
import type { TransferRefusal } from '../ownership/transfer-app.js';

/** Texts of the pages where a person accepts or declines apps of other organisations. */
export const transfersTexts = {
  title: 'Apps offered to you',
  lead: 'Apps of other organisations, whose developers want to transfer them to an organisation that you develop for.',
  empty: 'Nobody offers you an app',
  emptyHint: 'Offers end after 7 days. They are for the e-mail address of your account.',
  from: (person: string, organisation: string) => phrase`Offered by ${person} of ${organisation}.`,
  look: 'Look at the offer',
  offerTitle: (app: string) => phrase`The app ${app} is offered to you`,
  about: 'What the app is',
  kind: 'Kind',
  homepage: 'Homepage',
  redirectUris: 'Redirect URIs, where codes go on to',
  authentication: 'Authentication',
  keys: 'Address of its keys',
  scopes: 'Scopes',
  none: 'None',
  ends: 'The offer ends',
  use: 'Who uses the app now',
  changes: 'What changes if you accept',
  decide: 'Your decision',
  decideLead: 'Nothing changes before you accept.',
  organisation: 'Organisation that gets the app',
  nowhere:
    'You develop for no organisation that could get the app. Ask an owner or admin of one to make you a developer of a project there first.',
  accept: 'Accept the app',
  decline: 'Decline',
  declined: 'You have declined the app.',
  notice: (count: number) =>
    count === 1 ? 'An app is offered to you.' : `${String(count)} apps are offered to you.`,
  unverified:
    'Your e-mail address is not verified yet, so you cannot accept or decline. Set a new password by a link that we send to it: that verifies it.',
  verify: 'Send me the link',
  gone: 'There is no such offer for your e-mail address. It was answered, withdrawn or replaced, or it has ended: offers end after 7 days.',
  chooseOne: 'Choose one of these organisations.',
  refusals: {
    ...ownershipTexts.refusals,
    fixed:
      'A version of the app is with the reviewers. Accept after their decision, or ask the person who offered it to withdraw that version.',
    suspended:
      'The app is suspended or is being restored, so it cannot be transferred. Only its developers and staff can end that.',
    gone: 'The offer is not valid any more: it was answered or withdrawn, or the app was transferred or deleted. Ask for another offer.',
  } satisfies Record<TransferRefusal, string>,
} as const;
