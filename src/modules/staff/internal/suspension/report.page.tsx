import type { VNode } from 'preact';
import { eurosOf } from '../../../../kernel/euros.js';
import { toWireId } from '../../../../kernel/ids.js';
import { Field } from '../../../../platform/pages/fields.js';
import { Button, ButtonLink } from '../../../../platform/pages/form.js';
import { Name } from '../../../../platform/pages/names.js';
import { page, type Outcome } from '../../../../platform/pages/outcome.js';
import { Actions, Card, Empty, Facts, Row, Rows } from '../../../../platform/pages/parts.js';
import { SearchForm } from '../../../../platform/pages/search-form.js';
import { Table, type Column } from '../../../../platform/pages/table.js';
import type { Client } from '../../../clients/client.js';
import { StaffFrame } from '../frame/staff-frame.js';
import { pathOf } from './app.page.js';
import type { AffectedProject, ProjectReport } from '../../incidents.service.js';
import { suspensionTexts as texts } from './suspension-texts.js';

interface Report {
  readonly client: Client;
  readonly days: number;
  readonly projects: readonly AffectedProject[];
  /** The last project of a page that another one follows. */
  readonly next: string | null;
}

export const reportPage = (report: Report): Outcome =>
  page({
    title: texts.reportTitle(report.client.name),
    body: <ReportOf {...report} />,
    width: 'wide',
  });

const ReportOf = ({ client, days, projects, next }: Report): VNode => {
  const path = `${pathOf({ client })}/report`;
  return (
    <StaffFrame tab="apps">
      <h2>{texts.reportTitle(client.name)}</h2>
      <p>{texts.reportLead(days)}</p>
      <SearchForm action={path} label={texts.chooseDays}>
        <Field label={texts.days} name="days" value={String(days)} maxlength={2} />
        <Button>{texts.show}</Button>
      </SearchForm>
      {projects.length === 0 ? (
        <Empty title={texts.nothing} />
      ) : (
        <Table<AffectedProject>
          caption={texts.report}
          items={projects}
          columns={columnsOf(path, days)}
        />
      )}
      <Actions>
        <ButtonLink kind="secondary" href={`${path}.csv?days=${String(days)}`}>
          {texts.download}
        </ButtonLink>
        {next !== null && (
          <ButtonLink kind="secondary" href={`${path}?days=${String(days)}&after=${next}`}>
            {texts.next}
          </ButtonLink>
        )}
      </Actions>
    </StaffFrame>
  );
};

interface OneReport {
  readonly client: Client;
  readonly days: number;
  readonly report: ProjectReport;
}

export const projectReportPage = (one: OneReport): Outcome =>
  page({
    title: texts.reportTitle(one.client.name),
    body: <ProjectReportOf {...one} />,
    width: 'wide',
  });

const ProjectReportOf = ({ client, days, report }: OneReport): VNode => {
  const { project, operations, facts } = report;
  const path = `${pathOf({ client })}/report/${toWireId('prj', project.id)}`;
  return (
    <StaffFrame tab="apps">
      <h2>{texts.reportTitle(client.name)}</h2>
      <p>{texts.reportLead(days)}</p>
      <Card title={<Name>{project.name}</Name>}>
        <Facts
          of={[
            [texts.organisation, <Name>{project.organisation}</Name>],
            ['Calls', `${String(project.calls)}, ${String(project.refusals)} of them refused`],
            ['Contacts in the answers', String(project.contacts)],
            ['Messages sent', `${String(project.messages)} for ${eurosOf(project.spent)} EUR`],
          ]}
        />
      </Card>
      <Table<ProjectReport['operations'][number]>
        caption={texts.operations}
        items={operations}
        columns={OPERATION_COLUMNS}
      />
      <Events facts={facts} />
      <Actions>
        <ButtonLink kind="secondary" href={`${path}.csv?days=${String(days)}`}>
          {texts.downloadOne}
        </ButtonLink>
      </Actions>
    </StaffFrame>
  );
};

const Events = ({ facts }: Pick<ProjectReport, 'facts'>): VNode => (
  <Card title={texts.events}>
    {facts.length === 0 ? (
      <p>{texts.noEvents}</p>
    ) : (
      <Rows>
        {facts.map(({ type, count }) => (
          <Row title={<code>{type}</code>} aside={String(count)} />
        ))}
      </Rows>
    )}
  </Card>
);

const columnsOf = (path: string, days: number): Column<AffectedProject>[] => [
  {
    label: 'Project',
    bare: true,
    cell: (of) => (
      <a href={`${path}/${toWireId('prj', of.id)}?days=${String(days)}`}>
        <Name>{of.name}</Name>
      </a>
    ),
  },
  { label: texts.organisation, cell: (of) => <Name>{of.organisation}</Name> },
  { label: 'People', cell: ({ people }) => people },
  { label: 'Calls', cell: ({ calls }) => calls },
  { label: 'Refused', cell: ({ refusals }) => refusals },
  { label: 'Contacts', cell: ({ contacts }) => contacts },
  { label: 'Messages', cell: ({ messages }) => messages },
  { label: 'EUR', cell: ({ spent }) => eurosOf(spent) },
];

const OPERATION_COLUMNS: Column<ProjectReport['operations'][number]>[] = [
  { label: 'Operation', bare: true, cell: ({ operation }) => <code>{operation}</code> },
  { label: 'Calls', cell: ({ calls }) => calls },
  { label: 'Refused', cell: ({ refusals }) => refusals },
  { label: 'Contacts', cell: ({ contacts }) => contacts },
  { label: 'Days', cell: ({ first, last }) => (first === last ? first : `${first} – ${last}`) },
];
