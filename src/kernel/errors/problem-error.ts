import { AppError } from './app-error.js';

/** The problem types of this API: `type` is `{issuer}/problems/{code}` (RFC 9457). */
export const PROBLEMS = {
  invalid_request: [400, 'The request is not valid'],
  unauthorized: [401, 'Authentication is required'],
  insufficient_funds: [402, 'The balance is too low'],
  plan_required: [403, 'The plan of the project does not allow this'],
  insufficient_role: [403, 'The role of the person does not allow this'],
  denied_by_policy: [403, 'The project does not allow this app'],
  denied_by_tier: [403, 'The app is not approved for this'],
  insufficient_scope: [403, 'The access granted does not cover this'],
  data_privacy: [403, 'The data level does not allow this'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'The method is not allowed here'],
  conflict: [409, 'The request conflicts with the present state'],
  invalid_state: [409, 'The present state does not allow this'],
  confirmation_required: [409, 'What this costs has to be confirmed'],
  idempotency_in_progress: [409, 'The first request with this key is not finished'],
  precondition_failed: [412, 'It was changed since it was read'],
  payload_too_large: [413, 'The request is too large'],
  unsupported_media_type: [415, 'The media type is not supported'],
  unprocessable: [422, 'The request cannot be carried out'],
  idempotency_conflict: [422, 'This key was used for another request'],
  invalid_filter: [422, 'The filter cannot be evaluated'],
  no_phone: [422, 'The contact has no phone number'],
  test_number_required: [422, 'The app may send to test numbers only'],
  unsubscribed_contact: [422, 'The contact has unsubscribed'],
  sender_not_approved: [422, 'The sender may not be used'],
  precondition_required: [428, 'Say which version this is for'],
  rate_limited: [429, 'Too many requests'],
  grant_budget_exceeded: [429, 'The access has used up what it may spend'],
  contact_limit_exceeded: [429, 'The app has read as many contacts as it may'],
  internal: [500, 'Something went wrong on our side'],
  unavailable: [503, 'The service is not available at the moment'],
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** One error of one member of the body or query; `pointer` is a JSON Pointer (RFC 6901). */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** An error response of the Product API: `application/problem+json` (RFC 9457). */
export class ProblemError extends AppError {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly options: {
      reason?: string;
      cause?: unknown;
      errors?: readonly FieldProblem[];
      retryAfterSeconds?: number;
      /** Extra members of the problem document, for example `required_scopes`. */
      members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(detail, options);
    [this.status, this.title] = PROBLEMS[code];
  }
}

/** The same response for what does not exist and for what the caller may not see. */
export const notFound = (): ProblemError =>
  new ProblemError('not_found', 'There is nothing here, or you may not see it.');
