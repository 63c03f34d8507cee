import type { ProblemCode } from '../../kernel/errors/problem-error.js';

/** What each problem means, and what its reader can do. The table of the guide says the same. */
export const PROBLEM_EXPLANATIONS: Readonly<
  Record<ProblemCode, readonly [means: string, remedy: string]>
> = {
  invalid_request: ['A parameter or member is wrong; `errors` points at it', 'Mend it'],
  unauthorized: [
    'No token, or one that is unknown, expired or revoked',
    'Refresh once. If that fails too, the connection has ended',
  ],
  insufficient_funds: ['The organisation’s balance is too low', 'Tell them'],
  insufficient_scope: [
    'The person did not grant it; the challenge and `required_scope` name it',
    'Ask for more',
  ],
  insufficient_role: ['Their role does not allow it', 'Tell them; asking again is of no use'],
  plan_required: ['The project is on the plan `free`', 'Tell them'],
  denied_by_policy: ['The project does not let the app in', 'Tell them'],
  denied_by_tier: ['The app is not approved for it', 'Have it reviewed'],
  data_privacy: ['The data is above the level of the access', 'Ask for the scope that shows it'],
  forbidden: ['Not allowed for another reason', 'Read `detail`'],
  not_found: [
    'Not there, not yours, or a project that is not (or no longer) connected',
    '`GET /v1/` says which are',
  ],
  method_not_allowed: ['The method is not offered; `Allow` names those that are', 'Mend it'],
  conflict: ['Does not fit the present state', 'Read it again'],
  invalid_state: [
    'Its state does not allow this; `detail` names the state and what is allowed',
    'Read it again',
  ],
  confirmation_required: [
    'A large send has to say how many people it reaches and what it costs',
    'Estimate, show it to the person, send `confirm`',
  ],
  idempotency_in_progress: [
    'The first request with this `Idempotency-Key` is not finished',
    'Wait as long as `Retry-After` says',
  ],
  precondition_failed: ['It was changed since its `ETag` was read', 'Read it again'],
  payload_too_large: ['The body is too large', 'Send less'],
  unsupported_media_type: ['The body is not JSON', 'Mend it'],
  unprocessable: ['Valid, but cannot be carried out; `errors` points at why', 'Mend it'],
  idempotency_conflict: ['The `Idempotency-Key` was used for another request', 'Use a new key'],
  invalid_filter: ['The filter takes too long', 'Make it narrower'],
  no_phone: ['The contact has no phone number that can be texted', 'Leave the contact out'],
  test_number_required: [
    'The app is not verified and the number is no confirmed test number of the project',
    'Have an owner or admin confirm it, or have the app verified',
  ],
  unsubscribed_contact: ['The contact has unsubscribed', 'Leave the contact out'],
  sender_not_approved: ['The sender may not be used (in that country)', 'Choose another'],
  precondition_required: ['This needs `If-Match`', 'Send the `ETag` you read'],
  rate_limited: ['Too many requests', 'Wait as long as `Retry-After` says'],
  contact_limit_exceeded: [
    'The app is not verified and has read as many contacts in lists as it may in a day',
    'Wait as long as `Retry-After` says, or have it verified',
  ],
  grant_budget_exceeded: [
    'The connection has used up what it may send or spend',
    'Wait as long as `Retry-After` says',
  ],
  internal: ['A fault of ours', 'Try again later, with pauses'],
  unavailable: ['Not available at the moment', 'Wait as long as `Retry-After` says'],
};
