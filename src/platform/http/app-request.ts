import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Failure } from './describe-failure.js';

/** What a request of an app is known to be about. UUIDs. */
export interface AppRequest {
  readonly clientId: string;
  readonly grantId: string | null;
  readonly projectId: string | null;
  /** Token or client authentication was verified. Else anybody may have named the app. */
  readonly isProven: boolean;
  /** Instead of method and route, where one route does many things. */
  readonly operation?: string;
  /** What the operation needs. */
  readonly scopes?: readonly string[];
  /** How many contacts the response has. */
  readonly contacts?: number;
}

/** Why a request was refused: a public code, and what an operator or the app's developer may know beside it. */
export interface RequestRefusal {
  readonly code: string;
  readonly reason: string | null;
}

type Described = Request & { appRequest?: AppRequest; refusal?: RequestRefusal };

const LONGEST = 120;

/** Adds to what is known of a request. */
export function describeAppRequest(request: Request, facts: Partial<AppRequest>): void {
  const described = request as Described;
  described.appRequest = { ...(described.appRequest ?? NOTHING), ...facts };
}

const NOTHING: AppRequest = { clientId: '', grantId: null, projectId: null, isProven: false };

const appRequestOf = (request: Request): AppRequest | undefined =>
  (request as Described).appRequest;

/** Of any request: the exception filters call it. */
export function noteRefusal(request: Request, { status, error }: Failure): void {
  const { code, options } = (error ?? {}) as { code?: unknown; options?: { members?: object } };
  const scope = (options?.members as { required_scope?: unknown } | undefined)?.required_scope;
  const reason = error?.reason ?? (typeof scope === 'string' ? scope : null);
  refuseAppRequest(request, typeof code === 'string' ? code : String(status), reason);
}

/** For a refusal whose response is a success of HTTP. */
export function refuseAppRequest(request: Request, code: string, reason: string | null): void {
  (request as Described).refusal = { code, reason: reason?.slice(0, LONGEST) ?? null };
}

export const refusalOfRequest = (request: Request): RequestRefusal | undefined =>
  (request as Described).refusal;

/** A request of an app whose response is sent or given up. */
export interface FinishedAppRequest {
  readonly facts: AppRequest;
  readonly request: Request;
  readonly response: Response;
  readonly durationMs: number;
}

type Listener = (finished: FinishedAppRequest) => void;

/** Requests of apps whose responses are sent or given up, told to one listener. */
@Injectable()
export class FinishedAppRequests {
  private listener: Listener | undefined;

  listen(listener: Listener): void {
    this.listener = listener;
  }

  tell(request: Request, response: Response, durationMs: number): void {
    const facts = appRequestOf(request);
    if (facts && facts.clientId !== '') this.listener?.({ facts, request, response, durationMs });
  }
}
