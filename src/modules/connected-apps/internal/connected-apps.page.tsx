import type { VNode } from 'preact';
import { momentOr } from '../../../platform/pages/moment.js';
import { Name, OfWhat, phrase, type Phrase } from '../../../platform/pages/names.js';
import { toWireId } from '../../../kernel/ids.js';
import { ButtonLink, Notice } from '../../../platform/pages/form.js';
import { page, type Outcome } from '../../../platform/pages/outcome.js';
import {
  Actions,
  Badge,
  Card,
  Empty,
  Facts,
  Heading,
  Identity,
  Row,
  Rows,
  Stack,
} from '../../../platform/pages/parts.js';
import {
  ACCOUNT_SCOPES,
  isAccountScope,
  isAppScope,
  PROJECT_SCOPES,
} from '../../scopes-and-roles/scope-catalogue.js';
import { isReviewed } from '../../verification/tier-allowance.js';
import type { ConnectedApp, ConnectedProject } from './connected-apps.service.js';
import { connectedAppsTexts as texts } from './connected-apps-texts.js';

interface Props {
  readonly apps: readonly ConnectedApp[];
  /** Something was just disconnected. */
  readonly done: boolean;
}

export const connectedAppsPage = (props: Props): Outcome =>
  page({ title: texts.title, body: <ConnectedApps {...props} /> });

/** Every app a person has authorized, with its effective scopes by project, and the link to disconnect it. */
function ConnectedApps(props: Props): VNode {
  return (
    <Stack>
      <Heading title={texts.title}>{texts.lead}</Heading>
      {props.done && <Notice kind="success">{texts.done}</Notice>}
      {props.apps.length === 0 && <Empty title={texts.empty}>{texts.emptyHint}</Empty>}
      {props.apps.map((app) => (
        <AppCard app={app} />
      ))}
      <p class="small">
        <a href="/dashboard/services">{texts.services}</a> ·{' '}
        <a href="/dashboard/testing">{texts.testing}</a>
      </p>
    </Stack>
  );
}

/** The confirmation page for one grant, or one project of it. */
export const disconnectPath = (grantId: string, projectId?: string): string =>
  `/dashboard/connected-apps/${toWireId('grt', grantId)}/disconnect` +
  (projectId === undefined ? '' : `/${toWireId('prj', projectId)}`);

function AppCard({ app }: { app: ConnectedApp }): VNode {
  return (
    <Card>
      <Stack>
        <Identity name={app.appName}>
          {isReviewed(app.tier) ? (
            <Badge kind="verified">Verified</Badge>
          ) : (
            <Badge kind="caution">Not verified</Badge>
          )}{' '}
          {texts.projects(app.projects.length)}
        </Identity>
        <Changed app={app} />
        <Facts
          of={[
            [texts.reaches, texts.resources[app.reaches]],
            [texts.connected, moment(app.connectedAt)],
            [texts.lastToken, moment(app.lastTokenAt)],
            [texts.lastUsed, moment(app.lastUsedAt)],
            [texts.until, moment(app.expiresAt)],
            ...aboutPerson(app),
            [texts.where, <code>{app.installation}</code>],
          ]}
        />
        <Rows>
          {app.projects.map((project) => (
            <ProjectRow app={app} project={project} />
          ))}
        </Rows>
        <Actions end>
          <ButtonLink kind="danger-quiet" href={disconnectPath(app.grantId)}>
            {texts.disconnectApp}
            <OfWhat>{nameOf(app)}</OfWhat>
          </ButtonLink>
        </Actions>
      </Stack>
    </Card>
  );
}

/** The app's identity has changed since it was authorized, so the page must say so. */
function Changed({ app }: { app: ConnectedApp }): VNode | null {
  const { changed, changedFrom, appName } = app;
  if (!changed) return null;
  return (
    <Notice kind="warning">
      <strong>{texts.changed}</strong>{' '}
      {changedFrom !== null && changedFrom !== appName && (
        <>
          {texts.changedName} <bdi>{changedFrom}</bdi>.{' '}
        </>
      )}
      {texts.changedHint}
    </Notice>
  );
}

/** Nothing for an app without account scopes. */
function aboutPerson({ accountScopes }: ConnectedApp): [string, string][] {
  const titles = [...accountScopes]
    .filter(isAccountScope)
    .filter((scope) => scope !== 'offline_access')
    .map((scope) => ACCOUNT_SCOPES[scope].title);
  return titles.length === 0 ? [] : [[texts.aboutYou, titles.join(' · ')]];
}

function ProjectRow({ app, project }: { app: ConnectedApp; project: ConnectedProject }): VNode {
  const titles = [...project.scopes].map((scope) =>
    isAppScope(scope) ? PROJECT_SCOPES[scope].title : scope,
  );
  return (
    <Row
      title={
        <>
          <Name>{project.name}</Name> {project.role && <Badge>{project.role}</Badge>}
        </>
      }
      text={project.role ? titles.join(' · ') : texts.leftProject}
      off={project.role === null}
      aside={
        <ButtonLink kind="danger-quiet" small href={disconnectPath(app.grantId, project.id)}>
          {texts.disconnectProject}
          <OfWhat>{texts.appInProject(nameOf(app), project.name)}</OfWhat>
        </ButtonLink>
      }
    />
  );
}

/** An app may have several grants, each disconnected separately. */
const nameOf = ({ appName, reaches }: ConnectedApp): Phrase =>
  reaches === 'mcp' ? texts.asAssistant(appName) : phrase`${appName}`;

const moment = (at: Date | null): VNode | string => momentOr(at, texts.never);
