import type { VNode } from 'preact';
import { Name } from '../../../platform/pages/names.js';
import { toWireId } from '../../../kernel/ids.js';
import { Choice, Choices } from '../../../platform/pages/fields.js';
import { Notice } from '../../../platform/pages/form.js';
import { Badge, Card } from '../../../platform/pages/parts.js';
import { isAppScope, PROJECT_SCOPES } from '../../scopes-and-roles/scope-catalogue.js';
import { BAR_TEXTS, choiceTexts as texts, WITHHELD_TEXTS } from './choice-texts.js';
import type { Offered } from '../../grants/consent-choice.js';
import type { ProjectOffer } from '../../grants/project-offer.js';

interface Props {
  readonly view: Offered;
}

/** One box per project with the requested scopes that the person's role allows there. */
export function ConsentProjects({ view }: Props): VNode | null {
  if (view.projectScopes.isEmpty) return null;
  if (view.offers.length === 0) return <Notice kind="warning">{texts.noProjects}</Notice>;
  return (
    <Card>
      <Choices legend={texts.whichProjects}>
        {view.offers.map((offer) => (
          <ProjectChoice offer={offer} view={view} />
        ))}
      </Choices>
    </Card>
  );
}

function ProjectChoice({ offer, view }: Props & { offer: ProjectOffer }): VNode {
  const { project, role } = offer.membership;
  const id = toWireId('prj', project.id);
  const isConnected = view.existing?.projects.has(project.id) === true;
  const description = (
    <>
      <Name>{project.organisation.name}</Name>
      {offer.bar && ` · ${BAR_TEXTS[offer.bar]}`}
      {(offer.bar === null || offer.bar === 'nothing') && <ScopesThere offer={offer} />}
    </>
  );
  return (
    <Choice
      name="project"
      value={id}
      title={<Name>{project.name}</Name>}
      description={description}
      aside={<Badge>{role}</Badge>}
      checked={offer.bar === null && isConnected}
      disabled={offer.bar !== null}
    />
  );
}

/** Every scope by its short title: first the effective ones, then the withheld ones with the reason (CONS-04). */
function ScopesThere({ offer }: { offer: ProjectOffer }): VNode {
  const reasons = new Set([...offer.scopes.values()]);
  return (
    <>
      {SHOWN_FIRST.filter((reason) => reasons.has(reason)).map((reason) => (
        <span class="marks">
          <span class={reason === null ? 'out-of-sight' : 'small'}>
            {reason === null ? texts.granted : WITHHELD_TEXTS[reason](offer.membership.role)}:
          </span>
          {[...offer.scopes]
            .filter(([, bar]) => bar === reason)
            .map(([scope]) => (
              <Badge kind={reason === null ? 'granted' : 'withheld'}>{titleOf(scope)}</Badge>
            ))}
        </span>
      ))}
    </>
  );
}

const SHOWN_FIRST = [null, 'role', 'tier', 'policy', 'plan'] as const;

const titleOf = (scope: string): string =>
  isAppScope(scope) ? PROJECT_SCOPES[scope].title : scope;
