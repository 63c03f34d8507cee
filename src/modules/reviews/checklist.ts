import { isAppScope } from '../scopes-and-roles/scope-catalogue.js';
import { isRestricted } from '../scopes-and-roles/sensitivity.js';
import type { AppContent } from './app-content.js';
import type { DomainProof } from './domain-proof.js';
import { hostsToProve, isOnProvenHost, isProven } from './hosts-to-prove.js';
import { scopesOf } from './reviewed-fields.js';
import { ANSWERS, RESTRICTED_ANSWERS, type Answers } from './verification-answers.js';
import type { VersionKind } from './version-state.js';

/** What the checklist looks at. The caller adds the facts of modules to the right. */
export interface ChecklistFacts {
  readonly kind: VersionKind;
  readonly content: AppContent;
  readonly answers: Answers;
  readonly proofs: readonly DomainProof[];
  /** Faults of the fault lab that the app has not survived, in its present identity. */
  readonly faultsLeft: readonly string[];
  /** Declared scopes that the app has not used for 30 days. */
  readonly unusedScopes: readonly string[];
  /** Projects of other organisations in which it was used within 30 days. */
  readonly outsideProjects: number;
}

export interface ChecklistItem {
  readonly name: string;
  readonly label: string;
  readonly isDone: boolean;
  /** What to do, if it is not done. */
  readonly how: string;
}

/** A listed app is used by so many other organisations' projects, and described in so many languages. */
const LISTING_NEEDS = { outsideProjects: 3, languages: 2 } as const;

interface Rule {
  readonly name: string;
  readonly label: string;
  /** Not for a change of a reviewed app, of which the difference is reviewed only. */
  readonly first?: true;
  readonly appliesTo?: (facts: ChecklistFacts) => boolean;
  /** What is missing; empty if it is done. */
  readonly missing: (facts: ChecklistFacts) => string;
}

const answered = (names: readonly (keyof typeof ANSWERS)[], answers: Answers): string =>
  names
    .filter((name) => (answers[name] ?? '') === '')
    .map((name) => ANSWERS[name].label)
    .join('; ');

const unless = (isDone: boolean, how: string): string => (isDone ? '' : how);

/** Words for a list of what is missing; empty for none. */
const namely = (how: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${how}: ${names.join(', ')}`;

const onProvenHost = (member: 'policy_uri' | 'tos_uri', what: string) => (facts: ChecklistFacts) =>
  unless(
    isOnProvenHost(facts.content.metadata[member], facts.proofs),
    `Link the ${what}, on a host that is proven`,
  );

const RULES: readonly Rule[] = [
  {
    ...{ name: 'organisation', label: 'Who answers for the app', first: true },
    missing: ({ answers }) => answered(['legal_name', 'contact_email'], answers),
  },
  {
    ...{ name: 'homepage', label: 'A homepage' },
    missing: ({ content }) =>
      unless(typeof content.metadata.client_uri === 'string', 'Enter an https homepage'),
  },
  {
    ...{ name: 'domains', label: 'Every host is proven' },
    missing: ({ content, proofs }) =>
      namely(
        'Publish the token of these hosts, and check them',
        hostsToProve(content).filter((host) => !isProven(host, proofs)),
      ),
  },
  {
    name: 'privacy',
    label: 'Privacy policy',
    missing: onProvenHost('policy_uri', 'privacy policy'),
  },
  { name: 'terms', label: 'Terms', missing: onProvenHost('tos_uri', 'terms') },
  {
    ...{ name: 'support', label: 'Support contact' },
    missing: ({ content }) =>
      unless((content.profile.supportEmail ?? '') !== '', 'Enter an e-mail for support'),
  },
  {
    ...{ name: 'security', label: 'Security contact' },
    missing: ({ content }) =>
      unless((content.profile.securityEmail ?? '') !== '', 'Enter an e-mail for security'),
  },
  {
    ...{ name: 'reasons', label: 'One sentence for each scope' },
    missing: ({ content: { metadata, profile } }) =>
      namely(
        'Say why the app needs',
        scopesOf(metadata.scope).filter(
          (scope) => isAppScope(scope) && (profile.scopeReasons[scope] ?? '') === '',
        ),
      ),
  },
  {
    ...{ name: 'test_access', label: 'A way to try the app', first: true },
    missing: ({ answers }) => answered(['test_access'], answers),
  },
  {
    ...{ name: 'fault_lab', label: 'Fault lab', first: true },
    missing: ({ faultsLeft }) => namely('Let the app survive these faults', faultsLeft),
  },
  {
    ...{ name: 'unused_scopes', label: 'No scope that the app does not use', first: true },
    missing: ({ unusedScopes }) =>
      namely('Use these within 30 days, or declare them no more', unusedScopes),
  },
  {
    ...{ name: 'restricted', label: 'Restricted scopes: how people and data are protected' },
    appliesTo: ({ content }) => scopesOf(content.metadata.scope).some(isRestricted),
    missing: ({ answers }) => answered(RESTRICTED_ANSWERS, answers),
  },
  {
    ...{ name: 'languages', label: 'A marketplace page in two languages' },
    appliesTo: ({ kind }) => kind === 'listing',
    missing: ({ content }) =>
      unless(
        languagesOf(content).length >= LISTING_NEEDS.languages,
        `Describe the app in ${String(LISTING_NEEDS.languages)} languages`,
      ),
  },
  {
    ...{ name: 'outside_projects', label: 'Used by others' },
    appliesTo: ({ kind }) => kind === 'listing',
    missing: ({ outsideProjects }) =>
      unless(
        outsideProjects >= LISTING_NEEDS.outsideProjects,
        `Used in ${String(outsideProjects)} of ${String(LISTING_NEEDS.outsideProjects)} projects of other organisations within 30 days`,
      ),
  },
];

/** Everything that a submission needs, and how far it is. */
export const checklistOf = (facts: ChecklistFacts): ChecklistItem[] =>
  RULES.filter(
    ({ first, appliesTo }) => (!first || facts.kind !== 'change') && appliesTo?.(facts) !== false,
  ).map(({ name, label, missing }) => {
    const how = missing(facts);
    return { name, label, isDone: how === '', how };
  });

/** Languages of the marketplace page. */
function languagesOf({ profile: { listing } }: AppContent): string[] {
  const texts = listing?.texts;
  return typeof texts === 'object' && texts !== null ? Object.keys(texts) : [];
}
