/** Texts of the log and the usage of an app. */
export const logTexts = {
  log: 'Requests',
  logLead:
    'What the app asked of the Product API, MCP and the token endpoint, the newest first. Refusals are kept before successes; a busy app has more requests than are shown here. Queries and bodies are not kept.',
  kept: (days: number) => `Each is kept for ${String(days)} days.`,
  caption: 'Requests of the app',
  outcome: 'Which requests',
  all: 'All',
  refused: 'Refused',
  succeeded: 'Answered',
  project: 'Project',
  allProjects: 'All projects',
  filter: 'Filter requests',
  show: 'Show',
  none: 'No requests',
  noneHint: 'A request appears here a second after its answer.',
  older: 'Older requests',
  usage: 'Usage',
  usageLead: (days: number) =>
    `The last ${String(days)} days (UTC), today being one of them. Every call is counted, also those that the log has no room for.`,
  usageCaption: 'Calls by operation',
  noUsage: 'No calls in these days',
  sent: 'Messages accepted',
  sentIs: (messages: number, euros: string) => `${String(messages)} for ${euros} EUR`,
  unused: 'Scopes that nothing used',
  unusedLead:
    'The app declares these, and no operation that needs them was called in 30 days. A review asks why; people like to be asked for less.',
  noneUnused: 'Every declared scope was used, or there are none.',
  guide: 'What each refusal means',
} as const;

/** What cures a refusal at the token endpoint or authentication; the guide has those of the Product API. */
export const CURES: Readonly<Record<string, string>> = {
  invalid_client:
    'The secret, key or method is wrong, or the app is suspended. Compare them with the settings of the app.',
  invalid_grant:
    'The code or refresh token was used already, has expired, or its connection has ended. Send the person through the authorization endpoint again.',
  unauthorized_client: 'Register the app for this grant type in its settings.',
  invalid_scope: 'Ask for scopes that the app has declared and that the connection has.',
  invalid_target: 'Ask for the resource that the access was granted for.',
  use_dpop_nonce: 'Repeat the request with the nonce of the DPoP-Nonce header.',
  invalid_dpop_proof: 'Make a new proof for each request, with its method and address.',
  unauthorized: 'Refresh the token once. If that fails too, the connection has ended.',
  insufficient_scope: 'Ask the person for these scopes at the authorization endpoint.',
  insufficient_role:
    'The person’s role in the project does not allow it. Asking again is of no use.',
  plan_required: 'The project is on the free plan. Tell the person.',
  denied_by_policy: 'The project does not let the app in. An owner or admin can change that.',
  denied_by_tier: 'Have the app reviewed, or test it in a project of your own organisation.',
  not_found: 'It is not there, or the project is not connected. GET /v1/ says which are.',
  rate_limited: 'Wait as long as Retry-After says.',
  grant_budget_exceeded:
    'The connection has used up what it may send. Wait as long as Retry-After says.',
  invalid_request: 'A parameter or member is wrong; the answer points at it.',
};

export const OTHER_CURE = 'The answer says why in its detail.';
