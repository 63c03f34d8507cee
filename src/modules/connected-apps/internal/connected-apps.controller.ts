import { Get, Param, Post, Query } from '@nestjs/common';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../kernel/ids.js';
import { redirect, type Outcome } from '../../../platform/pages/outcome.js';
import { CurrentUser } from '../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../accounts/dashboard-page.decorator.js';
import type { User } from '../../accounts/users.service.js';
import { connectedAppsPage } from './connected-apps.page.js';
import {
  ConnectedApps,
  type ConnectedApp,
  type ConnectedProject,
} from './connected-apps.service.js';
import { disconnectPage } from './disconnect.page.js';

/** Connected apps of a person, and disconnecting them (CONS-09). */
@DashboardPage('dashboard/connected-apps')
export class ConnectedAppsController {
  constructor(private readonly apps: ConnectedApps) {}

  @Get()
  async list(@CurrentUser() user: User, @Query('done') done: string | undefined): Promise<Outcome> {
    const apps = await this.apps.list(user.id);
    return connectedAppsPage({ apps, done: done !== undefined });
  }

  @Get(':grant/disconnect{/:project}')
  async ask(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    return disconnectPage(await this.resolve(user, named));
  }

  @Post(':grant/disconnect{/:project}')
  async disconnect(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    const { grantId, projectId } = await this.require(user, named);
    await this.apps.disconnect(user.id, grantId, projectId);
    return redirect('/dashboard/connected-apps?done=1');
  }

  /** The grant or project of the confirmation page. @throws ProblemError `not_found` */
  private async resolve(
    user: User,
    named: Named,
  ): Promise<{ app: ConnectedApp; project: ConnectedProject | undefined }> {
    const { grantId, projectId } = read(named);
    const app = await this.apps.find(user.id, grantId);
    const project = app?.projects.find(({ id }) => id === projectId);
    if (!app || (projectId !== undefined && !project)) throw notFound();
    return { app, project };
  }

  /** The ids, if the person owns the grant; independent of the list. @throws ProblemError `not_found` */
  private async require(user: User, named: Named): Promise<Ids> {
    const ids = read(named);
    if (await this.apps.owns(user.id, ids.grantId, ids.projectId)) return ids;
    throw notFound();
  }
}

/** @throws ProblemError `not_found` for an invalid id */
function read({ grant, project }: Named): Ids {
  const grantId = fromWireId('grt', grant);
  const projectId = project === undefined ? undefined : fromWireId('prj', project);
  if (grantId === null || projectId === null) throw notFound();
  return { grantId, projectId };
}

interface Ids {
  readonly grantId: string;
  readonly projectId: string | undefined;
}

/** Path parameters; `project` is absent for the whole app. */
interface Named {
  readonly grant: string;
  readonly project?: string;
}
