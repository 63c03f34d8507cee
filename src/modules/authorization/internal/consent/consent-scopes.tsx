import type { VNode } from 'preact';
import { Choice, Choices } from '../../../../platform/pages/form.js';
import { Badge, Card, Stack } from '../../../../platform/pages/parts.js';
import {
  isProjectScope,
  PROJECT_SCOPES,
  type ProjectScope,
} from '../../../scopes-and-roles/scope-catalogue.js';
import { consentTexts as texts } from './consent-texts.js';
import type { ConsentView } from './consent-view.js';
import type { FormState } from './form-state.js';

interface Props {
  readonly view: ConsentView;
  readonly filled: FormState | null;
}

/** One sentence per permission, those that spend or delete first. What can be given nowhere cannot be ticked. */
export function ConsentScopes({ view, filled }: Props): VNode | null {
  const scopes = [...view.projectScopes].filter(isProjectScope).sort(riskiestFirst);
  if (scopes.length === 0) return null;
  return (
    <Card>
      <Stack space="tight">
        <Choices legend={texts.what}>
          {scopes.map((scope) => (
            <ScopeChoice scope={scope} view={view} filled={filled} />
          ))}
        </Choices>
        <p class="soft small">{texts.whatHint}</p>
      </Stack>
    </Card>
  );
}

function ScopeChoice({ scope, view, filled }: Props & { scope: ProjectScope }): VNode {
  const { title, sentence } = PROJECT_SCOPES[scope];
  const possible = view.offers.some((offer) => offer.scopes.get(scope) === null);
  return (
    <Choice
      name="scope"
      value={scope}
      title={title}
      description={`${capitalised(sentence)}.`}
      aside={possible ? <Marks scope={scope} view={view} /> : <Badge>{texts.nowhere}</Badge>}
      checked={possible && (filled ? filled.scopes.includes(scope) : true)}
      disabled={!possible}
    />
  );
}

function Marks({ scope, view }: { scope: ProjectScope; view: ConsentView }): VNode {
  const held = [...(view.standing?.projects.values() ?? [])].some((set) => set.has(scope));
  return (
    <span class="marks">
      {PROJECT_SCOPES[scope].sensitivity === 'restricted' && (
        <Badge kind="danger">{texts.spends}</Badge>
      )}
      {view.standing && !held && <Badge>{texts.fresh}</Badge>}
    </span>
  );
}

const riskiestFirst = (a: ProjectScope, b: ProjectScope): number =>
  Number(PROJECT_SCOPES[b].sensitivity === 'restricted') -
  Number(PROJECT_SCOPES[a].sensitivity === 'restricted');

const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);
