import type { VNode } from 'preact';
import type { ScopeSet } from '../../../kernel/scope-set.js';
import { Name, OfWhat, type Phrase } from '../../../platform/pages/names.js';
import { ButtonLink } from '../../../platform/pages/form.js';
import { Row } from '../../../platform/pages/parts.js';
import { barTo } from '../../scopes-and-roles/effective-scopes.js';
import { isAppScope, PROJECT_SCOPES } from '../../scopes-and-roles/scope-catalogue.js';
import type { ServiceProject } from './service-connections.js';
import { disconnectPath } from './service-paths.js';
import { disconnectTexts, serviceTexts as texts, WITHHELD_NOW } from './service-texts.js';
import { runs, type ServiceView } from './service-view.js';

interface Props {
  readonly view: ServiceView;
  readonly project: ServiceProject;
}

/**
 * One project of a service: its effective scopes there, the admin who connected it, and for admins the link to
 * disconnect it.
 */
export const ServiceProjectRow = ({ view, project }: Props): VNode => (
  <Row
    title={<Name>{project.name}</Name>}
    text={linesOf(view, project).map((line) => (
      <div>{line}</div>
    ))}
    off={project.role === null}
    aside={
      runs(view, project.id) && (
        <ButtonLink kind="danger-quiet" small href={disconnectPath(view.client, project.id)}>
          {disconnectTexts.one}
          <OfWhat>{disconnectTexts.from(view.client.name, project.name)}</OfWhat>
        </ButtonLink>
      )
    }
  />
);

function linesOf(
  view: ServiceView,
  { id, admin, role, scopes }: ServiceProject,
): (string | Phrase)[] {
  const offer = view.offers.find(({ membership }) => membership.project.id === id);
  if (role === null || !offer) return [texts.adminGone(admin)];
  const bars = new Map(
    [...scopes].map((scope) => [scope, barTo(scope, { ...offer.bounds, role })]),
  );
  const reasons = new Set([...bars.values()].filter((bar) => bar !== null));
  return [
    titlesOf(scopes, (scope) => bars.get(scope) === null) || texts.nothingWorks,
    ...[...reasons].map(
      (reason) =>
        `${WITHHELD_NOW[reason]} ${titlesOf(scopes, (scope) => bars.get(scope) === reason)}`,
    ),
    texts.connectedBy(admin, role),
  ];
}

const titlesOf = (scopes: ScopeSet, which: (scope: string) => boolean): string =>
  [...scopes]
    .filter(which)
    .map((scope) => (isAppScope(scope) ? PROJECT_SCOPES[scope].title : scope))
    .join(' · ');
