import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { notFound, ProblemError } from '../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../kernel/ids.js';
import { TakesManyBoxes } from '../../../platform/http/form.guard.js';
import { PageForm } from '../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { renderPage } from '../../../platform/pages/render-page.js';
import type { BrowserSession } from '../../accounts/browser-session.js';
import { BrowserSessions } from '../../accounts/browser-sessions.service.js';
import { CurrentSession, CurrentUser } from '../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../accounts/dashboard-page.decorator.js';
import type { User } from '../../accounts/users.service.js';
import { isSignedIn } from '../../accounts/signed-in-session.js';
import type { FormState } from '../../authorization/choice-form/form-state.js';
import { ConnectService } from './connect-service.js';
import { ConnectServicePage } from './connect-service.page.js';
import { checkMayDisconnect, DisconnectService } from './disconnect-service.js';
import { DisconnectServicePage } from './disconnect-service.page.js';
import { connectPath, SERVICES_PATH } from './service-paths.js';
import { connectTexts, disconnectTexts, serviceTexts } from './service-texts.js';
import { isRegisteredAsService, visibleProjects, type ServiceView } from './service-view.js';
import { ServiceViews } from './service-views.js';
import { ServicesPage } from './services.page.js';

/** Where owners and admins let apps of their organisation act as services, and end that (TOK-15). */
@DashboardPage('dashboard/services')
export class ServicesController {
  constructor(
    private readonly views: ServiceViews,
    private readonly connecting: ConnectService,
    private readonly disconnecting: DisconnectService,
    private readonly sessions: BrowserSessions,
  ) {}

  @Get()
  async list(
    @CurrentUser() user: User,
    @Query('done') done: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const views = await this.views.list(user.id);
    const status = views === null ? 403 : 200;
    renderPage(response, {
      title: serviceTexts.title,
      body: ServicesPage({ views, done }),
      status,
    });
  }

  @Get(':app')
  async show(
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @Param('app') app: string,
    @Res() response: Response,
  ): Promise<void> {
    showForm(response, await this.requireConnectable(user, app), session, null);
  }

  @Post(':app')
  @TakesManyBoxes()
  async connect(
    @CurrentSession() session: BrowserSession,
    @CurrentUser() user: User,
    @Param('app') app: string,
    @PageForm() form: StrictForm,
    @Res() response: Response,
  ): Promise<void> {
    const view = await this.requireConnectable(user, app);
    if (!isSignedIn(session)) throw new ProblemError('forbidden', connectTexts.gone);
    const outcome = await this.connecting.execute(session, view, form);
    if (outcome === 'connected') return response.redirect(303, `${SERVICES_PATH}?done=connected`);
    if (outcome === 'password') return response.redirect(303, await this.again(session, view));
    showForm(response, outcome.view, session, {
      fault: outcome.fault,
      projects: form.all('project'),
      scopes: form.all('scope'),
      access: form.get('access'),
    });
  }

  @Get(':app/disconnect{/:project}')
  async ask(
    @CurrentSession() { csrfToken }: BrowserSession,
    @CurrentUser() user: User,
    @Param() place: Place,
    @Res() response: Response,
  ): Promise<void> {
    const { view, project } = await this.resolve(user, place);
    checkMayDisconnect(view, project?.id);
    const body = DisconnectServicePage({ app: view.client, project, csrfToken });
    const title = disconnectTexts.askWhole(view.client.name);
    renderPage(response, { title, body, width: 'narrow' });
  }

  @Post(':app/disconnect{/:project}')
  async disconnect(
    @CurrentUser() user: User,
    @Param() place: Place,
    @Res() response: Response,
  ): Promise<void> {
    const { view, project } = await this.resolve(user, place);
    await this.disconnecting.execute(user.id, view, project?.id);
    response.redirect(303, `${SERVICES_PATH}?done=disconnected`);
  }

  /** The password once more, and then the form anew. */
  private again(session: BrowserSession, { client }: ServiceView): Promise<string> {
    const emailHint = session.user?.email;
    return this.sessions.signInLocation(session, connectPath(client), { fresh: true, emailHint });
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

  private async resolve(user: User, { app, project: projectId }: Place) {
    const view = await this.require(user, app);
    if (!view.connection) throw notFound();
    if (projectId === undefined) return { view, project: undefined };
    const id = fromWireId('prj', projectId);
    const project = visibleProjects(view).find((each) => each.id === id);
    if (!project) throw notFound();
    return { view, project };
  }
}

/** `project` is absent where the whole service is meant. */
interface Place {
  readonly app: string;
  readonly project?: string;
}

function showForm(
  response: Response,
  view: ServiceView,
  { csrfToken }: BrowserSession,
  filled: FormState | null,
): void {
  renderPage(response, {
    title: connectTexts.title(view.client.name),
    body: ConnectServicePage({ view, csrfToken, filled }),
    status: filled ? 400 : 200,
  });
}
