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

/** Every scope of the kind, in groups that fold, each with a box and a field for its reason. */
export const ScopeFields = ({ kind, ...stored }: Props): VNode => (
  <>
    {scopeGroups(kind).map((group) => (
      <Group group={group} {...stored} />
    ))}
  </>
);

type Stored = Omit<Props, 'kind'>;

/** Folded unless something in it is ticked: only a scope that is ticked can be wrong. */
function Group({ group, ...stored }: { group: ScopeGroup } & Stored): VNode {
  const { form } = usePage();
  const area = group.area === 'Account' ? texts.account : group.area;
  const ticked = form ? new Set(form.all('scope')) : stored.scopes;
  const count = group.scopes.filter(({ name }) => ticked.has(name)).length;
  return (
    <details class="fold" open={count > 0}>
      <summary>
        {area} <span class="fold-count">{texts.ticked(count, group.scopes.length)}</span>
        <span class="fold-changed">{texts.tickedChanged}</span>
      </summary>
      <Choices legend={<span class="out-of-sight">{area}</span>}>
        {group.scopes.map((scope) => (
          <Scope scope={scope} {...stored} />
        ))}
      </Choices>
    </details>
  );
}

const Scope = ({ scope, scopes, reasons }: { scope: OfferedScope } & Stored): VNode => (
  <>
    <Choice
      name="scope"
      value={scope.name}
      title={scope.title}
      description={`${scope.sentence} (${scope.name})`}
      aside={scope.sensitivity && <Class of={scope.sensitivity} />}
      checked={scopes.has(scope.name)}
    />
    {mayHaveReason(scope) && <Reason scope={scope} reason={reasons[scope.name]} />}
  </>
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
