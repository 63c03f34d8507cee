import type { Fault, FaultFailure, FaultPlace } from './faults.js';

/** `waiting`: for what the app does. `renewed`: it has got a new token, and the call is missing. */
export type TrialState = 'waiting' | 'renewed' | 'survived' | 'failed';

/** A request as the lab compares it: whether another one is the same. */
export interface RequestMark {
  /** SHA-256 of method and path. */
  readonly requestHash: Buffer | null;
  /** SHA-256 of the `Idempotency-Key`; null without one. */
  readonly keyHash: Buffer | null;
  /** It may change something, so that it should not be repeated without a key. */
  readonly hasEffect: boolean;
}

/** A fault that is simulated for an app. */
export interface NewTrial extends RequestMark {
  readonly clientId: string;
  readonly fault: Fault;
  readonly place: FaultPlace;
  readonly grantId: string;
  /** Null for a service. */
  readonly personId: string | null;
}

/** The same, while the lab waits for what the app does. */
export interface OpenTrial extends Omit<NewTrial, 'clientId'> {
  readonly id: string;
  readonly state: 'waiting' | 'renewed';
  readonly refusals: number;
  /** Since the fault. */
  readonly seconds: number;
}

interface Actor {
  readonly grantId: string;
  readonly personId: string | null;
}

/** What an app did at the Product API, with the answer it got. */
export interface SeenCall extends Actor, RequestMark {
  readonly place: 'api';
  readonly status: number;
  /** The whole answer was sent: the app had not closed the connection before. */
  readonly delivered: boolean;
}

/** What an app did at the token endpoint. */
export interface SeenTokens extends Actor {
  readonly place: 'token';
  readonly grantType: string;
  readonly issued: boolean;
  readonly delivered: boolean;
}

export type Seen = SeenCall | SeenTokens;

export interface Verdict {
  readonly state: TrialState;
  readonly reason: FaultFailure | null;
  readonly refusals: number;
}
