import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { LONGEST_SCOPE_REASON } from '../../../app-profiles/app-profile.js';
import { hasHidden, typed } from '../plain-text.js';
import { appFormTexts } from './app-form-texts.js';
import type { AppKind } from './app-kind.js';
import { needsReason, reasonField, scopeGroups } from './asked-scopes.js';

const { faults: texts } = appFormTexts;

interface ReadScopes {
  readonly names: readonly string[];
  readonly reasons: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, string>>;
}

/** The scopes that were ticked, among those offered, each with its reason. */
export function readScopes(form: StrictForm, kind: AppKind): ReadScopes {
  const ticked = new Set(form.all('scope'));
  const scopes = scopeGroups(kind)
    .flatMap((group) => group.scopes)
    .filter(({ name }) => ticked.has(name));
  const reasons = scopes.map((scope) => [scope, readReason(form, scope.name)] as const);
  const faults = reasons.flatMap(([scope, reason]) => {
    const fault = faultOf(reason, needsReason(scope));
    return fault === null ? [] : [[reasonField(scope.name), fault] as const];
  });
  return {
    names: scopes.map(({ name }) => name),
    reasons: Object.fromEntries(
      reasons.filter(([, reason]) => reason !== '').map(([{ name }, reason]) => [name, reason]),
    ),
    faults: { ...Object.fromEntries(faults), ...(scopes.length === 0 && { scope: texts.noScope }) },
  };
}

const readReason = (form: StrictForm, scope: string): string => typed(form.get(reasonField(scope)));

function faultOf(reason: string, required: boolean): string | null {
  if (reason === '') return required ? texts.reasonMissing : null;
  if (reason.length > LONGEST_SCOPE_REASON) return texts.reasonLong;
  return hasHidden(reason) || reason.includes('\n') ? texts.reasonSigns : null;
}
