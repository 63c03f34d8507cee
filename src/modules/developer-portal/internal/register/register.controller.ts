import { Get, Post, Query } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { isAppKind } from '../app-form/app-kind.js';
import { readAppForm, REPEATED_FIELDS } from '../app-form/read-app-form.js';
import { PortalAccess } from '../portal-access.js';
import { appPath, DEVELOPERS_PATH } from '../portal-paths.js';
import { secretPage } from '../secrets/secret.page.js';
import { RegisterApp } from './register-app.js';
import { chooseKindPage, registerPage } from './register.page.js';
import { registerTexts as texts } from './register-texts.js';

/** Where a developer registers an app for their organisation. */
@DashboardPage('developers/new')
export class RegisterController {
  constructor(
    private readonly access: PortalAccess,
    private readonly registering: RegisterApp,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Query('kind') kind: string | undefined,
    @Query('organisation') organisationId: string | undefined,
  ): Promise<Outcome> {
    if (!isAppKind(kind)) return this.choose(user);
    return registerPage({
      kind,
      organisation: await this.requireOrganisation(user, organisationId),
    });
  }

  @Post()
  async register(
    @CurrentUser() user: User,
    @PageForm(REPEATED_FIELDS) form: StrictForm,
  ): Promise<Outcome> {
    const [kind, wireId] = [form.get('kind'), form.get('organisation')];
    if (!isAppKind(kind)) throw notFound();
    const organisation = await this.requireOrganisation(user, wireId);
    const read = readAppForm(form, kind);
    const refuse = { kind, organisation };
    if (Object.keys(read.faults).length > 0) {
      return registerPage(refuse, { faults: read.faults, form });
    }
    const outcome = await this.registering.execute(user.id, organisation.id, read);
    if ('faults' in outcome) return registerPage(refuse, { faults: outcome.faults, form });
    const { client, secret } = outcome;
    if (secret === null) return redirect(`${appPath(client)}?done=registered`);
    return secretPage(client, secret, {
      title: texts.registered(client.name),
      lead: texts.registeredLead,
    });
  }

  private async choose(user: User): Promise<Outcome> {
    const organisations = await this.access.organisationsOf(user.id);
    return organisations.length === 0 ? redirect(DEVELOPERS_PATH) : chooseKindPage(organisations);
  }

  /** @throws ProblemError `not_found`, also for an organisation that the person does not develop for */
  private async requireOrganisation(
    user: User,
    wireId: string | undefined,
  ): Promise<OrganisationView> {
    // A repeated parameter is an array, and no id.
    const id = fromWireId('org', String(wireId ?? ''));
    const organisations = await this.access.organisationsOf(user.id);
    const organisation = organisations.find((each) => each.id === id);
    if (!organisation) throw notFound();
    return organisation;
  }
}
