import { Get, Param, Post, Query } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppSecrets } from '../../../clients/app-secrets.service.js';
import { ClientSecrets } from '../../../tokens/client-secrets.service.js';
import { PortalAccess } from '../portal-access.js';
import { secretsPath } from '../portal-paths.js';
import { secretPage } from './secret.page.js';
import { secretsPage } from './secrets.page.js';
import { secretTexts as texts } from './secret-texts.js';

/** The secrets of an app: the present one, and the one before while both are valid. */
@DashboardPage('developers/apps/:app/secrets')
export class SecretsController {
  constructor(
    private readonly access: PortalAccess,
    private readonly database: Database,
    private readonly secrets: AppSecrets,
    private readonly changing: ClientSecrets,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    return secretsPage({ app, done, secrets: await this.secrets.find(app.client.id) });
  }

  @Post()
  async add(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    const { id, name } = app.client;
    const [overlap] = texts.overlaps.find(([value]) => value === form.get('overlap')) ?? [];
    if (overlap === undefined) throw invalidRequest('overlap is not one of those offered.');
    const hours = Number(overlap);
    const secret = await this.database.transaction((tx) =>
      this.changing.add(tx, id, hours, { kind: 'user', userId: user.id }),
    );
    if (secret === null) {
      const secrets = await this.secrets.find(id);
      return secretsPage({ app, secrets, isFull: secrets !== null });
    }
    const words = { title: texts.added(name), lead: texts.addedLead(hours) };
    return secretPage(app.client, secret, words);
  }

  @Post('end')
  async end(@CurrentUser() user: User, @Param('app') clientId: string): Promise<Outcome> {
    const { client } = await this.access.requireApp(user.id, clientId);
    await this.database.transaction((tx) =>
      this.changing.endOlder(tx, client.id, { kind: 'user', userId: user.id }),
    );
    return redirect(`${secretsPath(client)}?done=ended`);
  }
}
