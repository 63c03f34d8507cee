import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { StrictForm } from '../../../../platform/http/strict-form.js';
import {
  isPushedRequestUri,
  PushedRequests,
  type PushedRequest,
} from '../pushed/pushed-requests.js';
import { Arrivals, type Arrival } from './arrivals.js';
import { AuthorizeTargets, type AuthorizeTarget } from './authorize-target.js';
import { knownParameters } from './request-parameters.js';

/** A browser at the authorization endpoint, with a request whose client and redirect URI are proven. */
export interface Visit {
  readonly form: StrictForm;
  readonly target: AuthorizeTarget;
  readonly parameters: string;
  readonly pushedRequestId: string | null;
  /** Null when the browser comes straight from the app. */
  readonly arrival: Arrival | null;
}

const GONE = 'This request was already answered or has run out. Start again from the app.';

/** Reads what a browser brings, or what it left here before it went to sign in. */
@Injectable()
export class Visits {
  constructor(
    private readonly targets: AuthorizeTargets,
    private readonly pushed: PushedRequests,
    private readonly arrivals: Arrivals,
  ) {}

  /** @throws OAuthError to be shown on a page */
  async read(form: StrictForm): Promise<Visit> {
    const uri = form.get('request_uri');
    if (!isPushedRequestUri(uri)) return this.visit(knownParameters(form), null, null);
    // Of what the URL says beside these two, nothing has any effect (RFC 9126 §4, RFC 9101 §6.3).
    for (const name of ['client_id', 'request_uri']) {
      if (form.all(name).length > 1) throw invalidRequest(`The parameter ${name} is repeated.`);
    }
    const clientId = form.require('client_id');
    const pushed = await this.pushed.find(uri);
    if (!pushed || ownerOf(pushed) !== clientId) throw invalidRequest(GONE);
    return this.visit(keptForm(pushed), pushed.id, null);
  }

  /** @throws OAuthError to be shown on a page */
  async resume(wireId: string): Promise<Visit & { readonly arrival: Arrival }> {
    const arrival = await this.arrivals.find(wireId);
    if (!arrival) throw invalidRequest(GONE);
    const visit = await this.visit(keptForm(arrival), arrival.pushedRequestId, arrival);
    return { ...visit, arrival };
  }

  /** Lets the request wait here, if it does not yet. Returns the arrival's id. */
  async keep({ arrival, parameters, pushedRequestId }: Visit): Promise<string> {
    return arrival?.id ?? (await this.arrivals.keep(parameters, pushedRequestId));
  }

  private async visit(
    form: StrictForm,
    pushedRequestId: string | null,
    arrival: Arrival | null,
  ): Promise<Visit> {
    const target = await this.targets.resolve(form);
    return { form, target, parameters: form.toString(), pushedRequestId, arrival };
  }
}

/** Whoever pushed the request is the only one it is for (RFC 9126 §2.2). */
const ownerOf = (pushed: PushedRequest): string | undefined => keptForm(pushed).get('client_id');

const keptForm = ({ parameters }: { readonly parameters: string }): StrictForm =>
  StrictForm.parseLoosely(parameters);
