import { Get, Param, Query } from '@nestjs/common';
import { fromWireId, isUuid } from '../../../../kernel/ids.js';
import type { Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppActivity, type LogFilter } from '../../../app-activity/app-activity.service.js';
import { isAppScope } from '../../../scopes-and-roles/scope-catalogue.js';
import { PortalAccess } from '../portal-access.js';
import { logPage } from './log.page.js';
import { usagePage } from './usage.page.js';

const PAGE = 50;
const DAYS = 30;

interface LogQuery {
  readonly outcome?: string;
  readonly project?: string;
  readonly before?: string;
}

/** What an app asked and did. */
@DashboardPage('developers/apps/:app')
export class LogController {
  constructor(
    private readonly access: PortalAccess,
    private readonly activity: AppActivity,
  ) {}

  @Get('log')
  async log(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @Query() query: LogQuery,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const filter = filterOf(query);
    const [requests, projects] = await Promise.all([
      this.activity.requests(app.client.id, filter, PAGE + 1),
      this.activity.projects(app.client.id),
    ]);
    const more = requests.length > PAGE;
    return logPage({ app, requests: requests.slice(0, PAGE), filter, projects, more });
  }

  @Get('usage')
  async usage(@CurrentUser() user: User, @Param('app') id: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const { id: clientId, scope } = app.client;
    const declared = (scope?.toArray() ?? []).filter(isAppScope);
    const [usage, unused] = await Promise.all([
      this.activity.usage(clientId, DAYS),
      this.activity.unusedOf(clientId, declared, DAYS),
    ]);
    return usagePage({ app, days: DAYS, usage, unused });
  }
}

/** What cannot be read is no filter. */
function filterOf({ outcome, project, before }: LogQuery): LogFilter {
  return {
    outcome: outcome === 'refused' || outcome === 'succeeded' ? outcome : null,
    projectId: fromWireId('prj', String(project ?? '')),
    before: isUuid(before) ? before : null,
  };
}
