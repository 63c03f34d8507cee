import { Get, Param, Post, Query } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { appPath, TRANSFERS_PATH } from '../portal-paths.js';
import { TransferOffers } from '../transfer-offers/transfer-offers.js';
import { AnswerOffer } from './answer-offer.js';
import { offerPage, transfersPage } from './transfers.page.js';
import { transfersTexts as texts } from './transfers-texts.js';

/** Where a person accepts or declines apps that developers of other organisations offer them. */
@DashboardPage('developers/transfers')
export class TransfersController {
  constructor(
    private readonly offers: TransferOffers,
    private readonly answering: AnswerOffer,
  ) {}

  @Get()
  async list(@CurrentUser() user: User, @Query('done') done: string | undefined): Promise<Outcome> {
    return transfersPage({ offers: await this.offers.listOf(user.id), done });
  }

  @Get(':transfer')
  async show(@CurrentUser() user: User, @Param('transfer') id: string): Promise<Outcome> {
    return offerPage(await this.answering.viewOf(user.id, id));
  }

  @Post(':transfer')
  async answer(
    @CurrentUser() user: User,
    @Param('transfer') id: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const decision = form.get('decision');
    if (decision !== 'accept' && decision !== 'decline') {
      throw invalidRequest('Choose one of the buttons.');
    }
    const view = await this.answering.viewOf(user.id, id);
    if (decision === 'decline') {
      await this.answering.decline(user.id, view);
      return redirect(`${TRANSFERS_PATH}?done=declined`);
    }
    const chosen = fromWireId('org', form.get('organisation') ?? '');
    const to = view.organisations.find((each) => each.id === chosen);
    if (!to) return offerPage(view, { faults: { organisation: texts.chooseOne }, form });
    const refusal = await this.answering.accept(user.id, view, to.id);
    if (refusal === null) return redirect(`${appPath(view.client)}?done=transferred`);
    return offerPage(view, { faults: { organisation: texts.refusals[refusal] }, form });
  }
}
