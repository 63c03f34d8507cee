import type { VNode } from 'preact';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import { Choice, Choices } from '../../../platform/pages/fields.js';
import { Badge, Card, Stack } from '../../../platform/pages/parts.js';
import {
  isAppScope,
  PROJECT_SCOPES,
  type ProjectScope,
} from '../../scopes-and-roles/scope-catalogue.js';
import { choiceTexts as texts } from './choice-texts.js';
import type { Offered } from '../../grants/consent-choice.js';

interface Props {
  readonly view: Offered & {
    /** By scope: why the app needs it, in its own words. */
    readonly reasons?: Readonly<Record<string, string>>;
  };
  /** The scopes ticked initially; by default every one that can be granted. */
  readonly ticked?: ScopeSet;
}

interface ChoiceProps extends Omit<Props, 'ticked'> {
  readonly scope: ProjectScope;
  readonly ticked: ScopeSet | undefined;
}

/**
 * One sentence per scope, those that spend or delete first. A scope that can be granted in no project has no checkbox.
 */
export function ConsentScopes({ view, ticked }: Props): VNode | null {
  const scopes = [...view.projectScopes].filter(isAppScope).sort(riskiestFirst);
  if (scopes.length === 0) return null;
  return (
    <Card>
      <Stack space="tight">
        <Choices legend={texts.what}>
          {scopes.map((scope) => (
            <ScopeChoice scope={scope} view={view} ticked={ticked} />
          ))}
        </Choices>
        <p class="soft small">{texts.whatHint}</p>
      </Stack>
    </Card>
  );
}

function ScopeChoice({ scope, view, ticked }: ChoiceProps): VNode {
  const { title, sentence } = PROJECT_SCOPES[scope];
  const reason = view.reasons?.[scope];
  const possible = view.offers.some((offer) => offer.scopes.get(scope) === null);
  return (
    <Choice
      name="scope"
      value={scope}
      title={title}
      description={
        <>
          {`${capitalised(sentence)}.`}
          {reason !== undefined && <span class="said">{texts.said(reason)}</span>}
        </>
      }
      aside={possible ? <Marks scope={scope} view={view} /> : <Badge>{texts.nowhere}</Badge>}
      checked={possible && (ticked?.has(scope) ?? true)}
      disabled={!possible}
    />
  );
}

function Marks({ scope, view }: Pick<ChoiceProps, 'scope' | 'view'>): VNode {
  const had = [...(view.existing?.projects.values() ?? [])].some((set) => set.has(scope));
  return (
    <span class="marks">
      {PROJECT_SCOPES[scope].sensitivity === 'restricted' && (
        <Badge kind="danger">{texts.spends}</Badge>
      )}
      {view.existing && !had && <Badge>{texts.fresh}</Badge>}
    </span>
  );
}

const riskiestFirst = (a: ProjectScope, b: ProjectScope): number =>
  Number(PROJECT_SCOPES[b].sensitivity === 'restricted') -
  Number(PROJECT_SCOPES[a].sensitivity === 'restricted');

const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);
