/** What staff ask of the organisation, beyond what the app says about itself. Nothing of it is public or fetched. */
export const ANSWERS = {
  legal_name: { label: 'Legal name of the organisation', longest: 200, lines: 1 },
  contact_email: { label: 'E-mail of a person who answers for the app', longest: 320, lines: 1 },
  test_access: {
    label: 'Test access: credentials of a test account, or the address of a recording',
    longest: 4_000,
    lines: 4,
  },
  questionnaire: {
    label: 'Security: who can reach the data, and how access is reviewed',
    longest: 8_000,
    lines: 8,
  },
  sms_consent: {
    label: 'How people agree to text messages, and how they withdraw that',
    longest: 4_000,
    lines: 5,
  },
  encryption: { label: 'How tokens are encrypted at rest', longest: 4_000, lines: 4 },
  incident_contact: {
    label: 'Who is reached within 24 hours after an incident, and how',
    longest: 400,
    lines: 2,
  },
} as const;

export type AnswerName = keyof typeof ANSWERS;
export type Answers = Readonly<Partial<Record<AnswerName, string>>>;

export const ANSWER_NAMES = Object.keys(ANSWERS) as AnswerName[];

/** Only for apps that declare a restricted scope. */
export const RESTRICTED_ANSWERS: readonly AnswerName[] = [
  'questionnaire',
  'sms_consent',
  'encryption',
  'incident_contact',
];
