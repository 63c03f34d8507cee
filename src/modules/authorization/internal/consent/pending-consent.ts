import { Injectable } from '@nestjs/common';
import { ProjectsService } from '../../../projects/projects.service.js';
import { AuthorizationRequests, type RequestKey } from '../authorization-requests.js';
import { RequestGoneError } from './consent-errors.js';
import { ConsentViews, withOffers, type ConsentView } from './consent-view.js';

/** What the page shows of a request that still waits. */
@Injectable()
export class PendingConsent {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly views: ConsentViews,
    private readonly projects: ProjectsService,
  ) {}

  /** @throws RequestGoneError */
  async view(key: RequestKey): Promise<ConsentView> {
    const request = await this.requests.find(key);
    if (!request?.pending) throw new RequestGoneError();
    const [context, memberships] = await Promise.all([
      this.views.contextOf(request),
      this.projects.membershipsOf(request.userId),
    ]);
    return withOffers(context, memberships);
  }
}
