/** Texts of the overview of an app. */
export const appTexts = {
  overview: 'Overview',
  overviewLead: 'What your code needs to connect people with this app.',
  registered: 'The app is registered.',
  kind: 'Kind',
  method: 'Proves itself by',
  methods: {
    none: 'PKCE only (none)',
    client_secret_basic: 'a secret in the Authorization header (client_secret_basic)',
    client_secret_post: 'a secret in the body (client_secret_post)',
    private_key_jwt: 'a key of its own (private_key_jwt)',
  },
  redirectUris: 'Redirect URIs',
  scopes: 'May ask for',
  none: 'None',
  values: 'The app',
  endpoints: 'Endpoints',
  metadata: 'Metadata (RFC 8414)',
  authorize: 'Authorization',
  token: 'Token',
  revoke: 'Revocation',
  api: 'Product API',
  mcp: 'MCP',
  start: 'Start here',
  tryLead: 'See each request of the flow and its answer before you write any code:',
  try: 'Try the flow with this app',
  startLead:
    'Each begins with the values of this app. The secret is not in them: put it into the environment as CLIENT_SECRET.',
  service:
    'An owner or admin connects the app to projects on the page Services. Until then it gets no token.',
  toServices: 'To Services',
} as const;
