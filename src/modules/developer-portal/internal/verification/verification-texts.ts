import type { ProofFailure, ProofState } from '../../../reviews/domain-proof.js';

/** Texts of the verification page of an app. */
export const verificationTexts = {
  title: 'Verification',
  lead: 'A verified app may be connected by anybody, with the scopes that were approved, and shows its domain.',
  state: 'Where it is',
  none: 'Nothing is submitted. Complete the checklist, and submit the app.',
  due: (date: string): string => `First answer by ${date} (UTC) at the latest.`,
  waits: 'What was submitted stays as it is until the reviewers answer. Withdraw it to change it.',
  draft:
    'These changes wait for their submission; people see the approved version until they are approved:',
  submit: 'Submit for review',
  submitListing: 'Ask to be listed',
  withdraw: 'Withdraw',
  discard: 'Discard the draft',
  domains: 'Domains',
  domainsLead:
    'Prove each host in one of two ways: publish the TXT record, or the file as plain text. Name servers may take an hour.',
  noDomains: 'The app names no https host yet.',
  record: 'TXT record',
  file: 'File',
  value: 'Value',
  checkAll: 'Check all hosts now',
  proofs: { pending: 'Not proven', proven: 'Proven', lost: 'Lost' } satisfies Record<
    ProofState,
    string
  >,
  unchecked: 'Not checked yet',
  failures: {
    nothing_found: 'Neither the record nor the file was found.',
    another_token: 'A record or file was found, with another value.',
    unreachable: 'Neither the name servers nor the host answered.',
    asked_too_often: 'It was checked too often. Try again in an hour.',
  } satisfies Record<ProofFailure, string>,
  answers: 'What only the reviewers read',
  answersLead: 'Nothing here is public. Addresses are not fetched by the server.',
  restrictedOnly: 'Only for apps with restricted scopes.',
  save: 'Save',
  tooLong: (most: number): string => `Write at most ${String(most)} characters.`,
  noEmail: 'This is not an e-mail address.',
  appeal: 'Appeal',
  appealLead: 'You can appeal once. Somebody else decides, within ten business days.',
  appealReason: 'Why the decision should be another one',
  confirmation: 'Yearly confirmation',
  confirmBy: (date: string): string => `To be confirmed by ${date} (UTC).`,
  lapsed:
    'Nobody has confirmed the verification in time. New connections have the limits of an app in development; connections that exist go on.',
  confirm: 'Confirm: domains and contacts are right',
  done: {
    saved: 'Saved.',
    checked: 'The hosts were checked.',
    submitted: 'Submitted. The reviewers answer by mail, and here.',
    withdrawn: 'Withdrawn.',
    appealed: 'Somebody else of the reviewers decides now.',
    confirmed: 'Confirmed for a year.',
  },
} as const;

export type DoneName = keyof typeof verificationTexts.done;
