import type { VNode } from 'preact';
import { Choice, Choices } from '../../../../platform/pages/form.js';
import { Badge, Card } from '../../../../platform/pages/parts.js';
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

/** One sentence per permission, those that spend or delete first. */
export function ConsentScopes({ view, filled }: Props): VNode | null {
  const scopes = [...view.projectScopes].filter(isProjectScope).sort(riskiestFirst);
  if (scopes.length === 0) return null;
  return (
    <Card>
      <Choices legend={texts.what}>
        {scopes.map((scope) => (
          <Choice
            name="scope"
            value={scope}
            title={capitalised(PROJECT_SCOPES[scope].sentence)}
            description={PROJECT_SCOPES[scope].area}
            aside={<Marks scope={scope} view={view} />}
            checked={filled ? filled.scopes.includes(scope) : true}
          />
        ))}
      </Choices>
      <p class="soft small">{texts.whatHint}</p>
    </Card>
  );
}

function Marks({ scope, view }: { scope: ProjectScope; view: ConsentView }): VNode {
  const held = [...(view.standing?.projects.values() ?? [])].some((set) => set.has(scope));
  return (
    <>
      {PROJECT_SCOPES[scope].sensitivity === 'restricted' && (
        <Badge kind="danger">{texts.spends}</Badge>
      )}
      {view.standing && !held && <Badge>{texts.fresh}</Badge>}
    </>
  );
}

const riskiestFirst = (a: ProjectScope, b: ProjectScope): number =>
  Number(PROJECT_SCOPES[b].sensitivity === 'restricted') -
  Number(PROJECT_SCOPES[a].sensitivity === 'restricted');

const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);
