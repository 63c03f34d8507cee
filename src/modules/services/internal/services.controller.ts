import { Get, Param, Post, Query } from '@nestjs/common';
import { notFound, ProblemError } from '../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../kernel/ids.js';
import { TakesManyBoxes } from '../../../platform/http/form.guard.js';
import { PageForm } from '../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { reauthenticate, redirect, type Outcome } from '../../../platform/pages/outcome.js';
import type { BrowserSession } from '../../accounts/browser-session.js';
import { CurrentSession, CurrentUser } from '../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../accounts/dashboard-page.decorator.js';
import type { User } from '../../accounts/users.service.js';
import { isSignedIn } from '../../accounts/signed-in-session.js';
import { ConnectService } from './connect-service.js';
import { connectServicePage } from './connect-service.page.js';
import { checkMayDisconnect, DisconnectService } from './disconnect-service.js';
import { disconnectServicePage } from './disconnect-service.page.js';
import { connectPath, SERVICES_PATH } from './service-paths.js';
import { connectTexts, serviceTexts } from './service-texts.js';
import { isRegisteredAsService, visibleProjects, type ServiceView } from './service-view.js';
import { ServiceViews } from './service-views.js';
import { servicesPage } from './services.page.js';

/** Pages where owners and admins connect apps of their organisation as services, and disconnect them (TOK-15). */
@DashboardPage('dashboard/services')
export class ServicesController {
  constructor(
    private readonly views: ServiceViews,
    private readonly connecting: ConnectService,
    private readonly disconnecting: DisconnectService,
  ) {}

  @Get()
  async list(@CurrentUser() user: User, @Query('done') done: string | undefined): Promise<Outcome> {
    return servicesPage({ views: await this.views.list(user.id), done });
  }

  @Get(':app')
  async show(@CurrentUser() user: User, @Param('app') app: string): Promise<Outcome> {
    return connectServicePage({ view: await this.requireConnectable(user, app) });
  }

  @Post(':app')
  @TakesManyBoxes()
  async connect(
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @Param('app') app: string,
    @PageForm(['project', 'scope']) form: StrictForm,
  ): Promise<Outcome> {
    const view = await this.requireConnectable(user, app);
    if (!isSignedIn(session)) throw new ProblemError('forbidden', connectTexts.gone);
    const outcome = await this.connecting.execute(session, view, form);
    if (outcome === 'connected') return redirect(`${SERVICES_PATH}?done=connected`);
    if (outcome === 'password') return reauthenticate(connectPath(view.client));
    return connectServicePage(outcome, { form });
  }

  @Get(':app/disconnect{/:project}')
  async ask(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    const { view, project } = await this.resolve(user, named);
    checkMayDisconnect(view, project?.id);
    return disconnectServicePage({ app: view.client, project });
  }

  @Post(':app/disconnect{/:project}')
  async disconnect(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    const { view, project } = await this.resolve(user, named);
    await this.disconnecting.execute(user.id, view, project?.id);
    return redirect(`${SERVICES_PATH}?done=disconnected`);
  }

  private async require(user: User, app: string): Promise<ServiceView> {
    const view = await this.views.find(user.id, app);
    if (!view) throw notFound();
    return view;
  }

  private async requireConnectable(user: User, app: string): Promise<ServiceView> {
    const view = await this.require(user, app);
    if (!isRegisteredAsService(view))
      throw new ProblemError('forbidden', serviceTexts.notRegistered);
    return view;
  }

  private async resolve(user: User, { app, project: projectId }: Named) {
    const view = await this.require(user, app);
    if (!view.connection) throw notFound();
    if (projectId === undefined) return { view, project: undefined };
    const id = fromWireId('prj', projectId);
    const project = visibleProjects(view).find((each) => each.id === id);
    if (!project) throw notFound();
    return { view, project };
  }
}

/** Path parameters; `project` is absent for the whole service. */
interface Named {
  readonly app: string;
  readonly project?: string;
}
