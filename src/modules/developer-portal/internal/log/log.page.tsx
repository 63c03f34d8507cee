import type { VNode } from 'preact';
import { toWireId } from '../../../../kernel/ids.js';
import { Select } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink } from '../../../../platform/pages/form.js';
import { Name } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Actions, Badge, Empty, Heading } from '../../../../platform/pages/parts.js';
import { SearchForm } from '../../../../platform/pages/search-form.js';
import { Table, type Column } from '../../../../platform/pages/table.js';
import type { LoggedRequest, LogFilter } from '../../../app-activity/app-activity.service.js';
import { policyOf } from '../../../verification/tier-policy.js';
import { AppFrame } from '../app-frame.js';
import type { PortalApp } from '../portal-access.js';
import { appPath } from '../portal-paths.js';
import { CURES, logTexts as texts, OTHER_CURE } from './log-texts.js';

interface Log {
  readonly app: PortalApp;
  readonly requests: readonly LoggedRequest[];
  readonly filter: LogFilter;
  /** Those of the app's usage, to choose from. */
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** Whether there are older requests than those of the page. */
  readonly more: boolean;
}

export const logPage = (log: Log): Outcome =>
  page({ title: texts.log, body: <LogOf {...log} />, width: 'wide' });

const LogOf = ({ app, requests, filter, projects, more }: Log): VNode => (
  <AppFrame app={app} tab="log">
    <Heading title={texts.log}>
      {texts.logLead} {texts.kept(policyOf(app.verification.tier, false).logDays)}{' '}
      <a href="/problems">{texts.guide}</a>
    </Heading>
    <Filter app={app} filter={filter} projects={projects} />
    {requests.length === 0 ? (
      <Empty title={texts.none}>{texts.noneHint}</Empty>
    ) : (
      <Table caption={texts.caption} columns={COLUMNS} items={requests} />
    )}
    {more && (
      <Actions>
        <ButtonLink kind="secondary" href={olderThan(app, filter, requests)}>
          {texts.older}
        </ButtonLink>
      </Actions>
    )}
  </AppFrame>
);

const Filter = ({ app, filter, projects }: Pick<Log, 'app' | 'filter' | 'projects'>): VNode => (
  <SearchForm action={`${appPath(app.client)}/log`} label={texts.filter}>
    <Select
      label={texts.outcome}
      name="outcome"
      options={[
        ['', texts.all],
        ['refused', texts.refused],
        ['succeeded', texts.succeeded],
      ]}
      chosen={filter.outcome ?? ''}
    />
    <Select
      label={texts.project}
      name="project"
      options={[
        ['', texts.allProjects],
        ...projects.map(({ id, name }) => [toWireId('prj', id), name] as const),
      ]}
      chosen={filter.projectId === null ? '' : toWireId('prj', filter.projectId)}
    />
    <Button kind="secondary">{texts.show}</Button>
  </SearchForm>
);

function olderThan(app: PortalApp, filter: LogFilter, requests: readonly LoggedRequest[]): string {
  const query = new URLSearchParams({ before: requests.at(-1)?.id ?? '' });
  if (filter.outcome !== null) query.set('outcome', filter.outcome);
  if (filter.projectId !== null) query.set('project', toWireId('prj', filter.projectId));
  return `${appPath(app.client)}/log?${query.toString()}`;
}

const COLUMNS: Column<LoggedRequest>[] = [
  { label: 'Time (UTC)', cell: ({ at }) => at.toISOString().slice(0, 19).replace('T', ' ') },
  { label: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  {
    label: texts.project,
    cell: ({ project }) => (project === null ? '–' : <Name>{project}</Name>),
  },
  { label: 'Answer', cell: (request) => <Answer request={request} /> },
  { label: 'ms', cell: ({ durationMs }) => durationMs },
  { label: 'Request id', cell: ({ requestId }) => <code>{requestId}</code> },
];

/** The status, and of a refusal its code, why, and what cures it. */
const Answer = ({ request }: { readonly request: LoggedRequest }): VNode => {
  const { status, code, reason } = request;
  if (code === null) return <Badge kind={status < 400 ? 'granted' : 'danger'}>{status}</Badge>;
  return (
    <>
      <Badge kind="danger">{status}</Badge> <code>{code}</code>
      {reason !== null && <span class="soft small"> ({reason})</span>}
      <p class="soft small">{CURES[code] ?? OTHER_CURE}</p>
    </>
  );
};
