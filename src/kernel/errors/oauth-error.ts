import { AppError } from './app-error.js';

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1 (registration, userinfo), RFC 7591 §3.2.2, RFC 8707 §2, RFC 9449 §12.2 and OpenID Connect Core §3.1.2.6. */
export const OAUTH_ERRORS = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  invalid_grant: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  access_denied: 400,
  login_required: 400,
  consent_required: 400,
  interaction_required: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  server_error: 500,
  temporarily_unavailable: 503,
} as const;

export type OAuthErrorCode = keyof typeof OAUTH_ERRORS;

/** An OAuth error response: `{error, error_description}` (RFC 6749 §5.2). */
export class OAuthError extends AppError {
  readonly status: number;

  constructor(
    readonly code: OAuthErrorCode,
    description: string,
    options: { reason?: string; cause?: unknown; status?: number; retryAfterSeconds?: number } = {},
  ) {
    super(description, options);
    this.status = options.status ?? OAUTH_ERRORS[code];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  readonly retryAfterSeconds: number | undefined;
}

/** The developer must correct the request, so the description is exact. */
export const invalidRequest = (description: string): OAuthError =>
  new OAuthError('invalid_request', description);

/** The developer must correct the metadata, so the description says what and where; it never repeats the input. */
export const invalidMetadata = (description: string): OAuthError =>
  new OAuthError('invalid_client_metadata', description);

/** Uniform on purpose: it does not tell which part of a code or refresh token did not match. */
export const invalidGrant = (reason: string): OAuthError =>
  new OAuthError('invalid_grant', 'The code or refresh token is invalid, expired or revoked.', {
    reason,
  });

/** Uniform on purpose: an unknown client and a wrong secret have the same response. */
export const invalidClient = (reason: string): OAuthError =>
  new OAuthError('invalid_client', 'Client authentication failed.', { reason });
