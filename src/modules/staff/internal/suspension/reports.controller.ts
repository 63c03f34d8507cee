import { Get, Param, Query } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId, toWireId } from '../../../../kernel/ids.js';
import { download, type Outcome } from '../../../../platform/pages/outcome.js';
import { StaffPage } from '../../../accounts/dashboard-page.decorator.js';
import { StaffApps } from './app-facts.js';
import { csvOfProject, DAYS, Incidents } from '../../incidents.service.js';
import { projectReportPage, reportPage } from './report.page.js';

const PAGE = 100;

/** What an app read and sent, for each project that it reached. */
@StaffPage('staff/apps/:app')
export class StaffReportsController {
  constructor(
    private readonly apps: StaffApps,
    private readonly incidents: Incidents,
  ) {}

  @Get('report')
  async show(
    @Param('app') app: string,
    @Query('days') asked: string | undefined,
    @Query('after') after: string | undefined,
  ): Promise<Outcome> {
    const client = await this.apps.require(app);
    const days = daysOf(asked);
    const place = { after: fromWireId('prj', String(after ?? '')), limit: PAGE };
    const projects = await this.incidents.page(client.id, days, place);
    const last = projects.length === PAGE ? projects.at(-1) : undefined;
    const next = last ? toWireId('prj', last.id) : null;
    return reportPage({ client, days, projects, next });
  }

  @Get('report.csv')
  async save(
    @Param('app') app: string,
    @Query('days') asked: string | undefined,
  ): Promise<Outcome> {
    const client = await this.apps.require(app);
    const text = await this.incidents.csv(client.id, daysOf(asked));
    return download(`report-${toWireId('app', client.id)}.csv`, text);
  }

  /** A page, or with `.csv` a file. */
  @Get('report/:project')
  async showOne(
    @Param('app') app: string,
    @Param('project') named: string,
    @Query('days') asked: string | undefined,
  ): Promise<Outcome> {
    const client = await this.apps.require(app);
    const days = daysOf(asked);
    const projectId = fromWireId('prj', named.replace(/\.csv$/, ''));
    const report = projectId && (await this.incidents.project(client.id, projectId, days));
    if (!report) throw notFound();
    if (!named.endsWith('.csv')) return projectReportPage({ client, days, report });
    return download(`report-${named}`, csvOfProject(report));
  }
}

/** Anything that is no number of days is the default. */
function daysOf(asked: string | undefined): number {
  const days = /^\d{1,2}$/.test(String(asked ?? '')) ? Number(asked) : DAYS.default;
  return Math.min(Math.max(days, DAYS.min), DAYS.max);
}
