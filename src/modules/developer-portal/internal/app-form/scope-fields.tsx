import type { VNode } from 'preact';
import { Choice, Choices, Field } from '../../../../platform/pages/fields.js';
import { Badge, type BadgeKind } from '../../../../platform/pages/parts.js';
import { usePage } from '../../../../platform/pages/page-context.js';
import { LONGEST_SCOPE_REASON } from '../../../app-profiles/app-profile.js';
import type { Sensitivity } from '../../../scopes-and-roles/scope-entry.js';
import { appFormTexts as texts } from './app-form-texts.js';
import type { AppKind } from './app-kind.js';
import {
  mayHaveReason,
  needsReason,
  reasonField,
  scopeGroups,
  type OfferedScope,
  type ScopeGroup,
} from './asked-scopes.js';

interface Props {
  readonly kind: AppKind;
  readonly scopes: ReadonlySet<string>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Every scope of the kind, in groups, each with a box and a field for its reason. */
export const ScopeFields = ({ kind, ...stored }: Props): VNode => (
  <>
    {scopeGroups(kind).map((group) => (
      <Group group={group} {...stored} />
    ))}
  </>
);

const Group = ({ group, ...stored }: { group: ScopeGroup } & Omit<Props, 'kind'>): VNode => (
  <Choices legend={group.area === 'Account' ? texts.account : group.area}>
    {group.scopes.map((scope) => (
      <>
        <Choice
          name="scope"
          value={scope.name}
          title={scope.title}
          description={`${scope.sentence} (${scope.name})`}
          aside={scope.sensitivity && <Class of={scope.sensitivity} />}
          checked={stored.scopes.has(scope.name)}
        />
        {mayHaveReason(scope) && <Reason scope={scope} reason={stored.reasons[scope.name]} />}
      </>
    ))}
  </Choices>
);

const BADGES: Record<Sensitivity, BadgeKind> = {
  standard: 'neutral',
  sensitive: 'caution',
  restricted: 'danger',
};

const Class = ({ of }: { of: Sensitivity }): VNode => (
  <Badge kind={BADGES[of]}>{texts.sensitivity[of]}</Badge>
);

/** Folded until the scope was ticked and stored, or the sentence is missing. */
function Reason({ scope, reason }: { scope: OfferedScope; reason: string | undefined }): VNode {
  const { form, faults } = usePage();
  const field = reasonField(scope.name);
  const open = reason !== undefined || form?.all('scope').includes(scope.name) === true;
  return (
    <li class="choice-more">
      <details open={open || faults?.[field] !== undefined}>
        <summary>
          {texts.reason}
          <span class="out-of-sight"> ({scope.title})</span>
        </summary>
        <Field
          label={`${scope.title}: ${texts.reasonLabel}`}
          name={field}
          value={reason}
          hint={needsReason(scope) ? texts.reasonRequired : texts.reasonForReview}
          maxlength={LONGEST_SCOPE_REASON}
        />
      </details>
    </li>
  );
}
