import {
  invalidRequest,
  OAuthError,
  type OAuthErrorCode,
} from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import { readMaxAge, readPrompt, type Prompt } from './prompt.js';
import { readRequestedAccess, type RequestedAccess } from './requested-access.js';

/** A request that stands, ready to be put before the person. */
export interface AuthorizeRequest extends RequestedAccess {
  readonly codeChallenge: string;
  readonly nonce: string | null;
  readonly dpopJkt: string | null;
  readonly prompt: ReadonlySet<Prompt>;
  /** Seconds that may have passed since the person gave their password. */
  readonly maxAge: number | null;
}

interface Subject {
  readonly form: StrictForm;
  readonly client: Client;
  /** It comes from the app itself, not out of a browser. */
  readonly pushed: boolean;
}

const SHA256_BASE64URL = /^[A-Za-z0-9_-]{43}$/;

/** Read in this order; the first that throws is the answer. Client and redirect URI are proven before. */
const CHECKS: readonly ((subject: Subject) => void)[] = [
  checkRepeats,
  checkPushed,
  checkRequestObjects,
  checkResponseType,
  checkGrantType,
  checkCodeChallenge,
  checkNonce,
  checkProofKey,
];

/**
 * Stage two of the authorization request (RFC 6749 §4.1.1, OAuth 2.1 §4.1.1): everything whose error may be
 * told to the app.
 * @throws OAuthError as the app should see it
 */
export function readAuthorizeRequest(
  subject: Subject,
  resources: readonly string[],
): AuthorizeRequest {
  for (const check of CHECKS) check(subject);
  return {
    ...readRequestedAccess(subject, resources),
    codeChallenge: subject.form.require('code_challenge'),
    nonce: subject.form.get('nonce') ?? null,
    dpopJkt: subject.form.get('dpop_jkt') ?? null,
    prompt: readPrompt(subject.form),
    maxAge: readMaxAge(subject.form),
  };
}

function checkRepeats({ form }: Subject): void {
  if (form.repeated().length > 0) throw invalidRequest('A parameter is included more than once.');
}

/** RFC 9126 §6: the app has said that nobody but itself puts its requests together. */
function checkPushed({ client, pushed }: Subject): void {
  if (client.requirePushedAuthorizationRequests && !pushed) {
    throw invalidRequest(
      'The app is registered to push its requests: send this one to the pushed authorization request endpoint first.',
    );
  }
}

function checkRequestObjects({ form }: Subject): void {
  refuse(form, 'request', 'request_not_supported');
  refuse(form, 'request_uri', 'request_uri_not_supported');
}

function refuse(form: StrictForm, name: string, code: OAuthErrorCode): void {
  if (form.get(name) !== undefined) {
    throw new OAuthError(code, `The parameter ${name} is not supported.`);
  }
}

function checkResponseType({ form }: Subject): void {
  if (form.require('response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 'Only the response type code is offered.');
  }
}

/** A service has no people to send here; the code would be worth nothing to it (RFC 6749 §4.1.2.1). */
function checkGrantType({ client }: Subject): void {
  if (!client.grantTypes.includes('authorization_code')) {
    throw new OAuthError(
      'unauthorized_client',
      'The app is not registered for authorization_code.',
    );
  }
}

/** OAuth 2.1 §7.5.2: S256, named, for every client. The digest is 43 base64url characters. */
function checkCodeChallenge({ form }: Subject): void {
  const challenge = form.get('code_challenge');
  if (challenge === undefined) {
    throw invalidRequest(
      'The code_challenge is missing: send the SHA-256 of a fresh code_verifier, base64url, with code_challenge_method=S256 (PKCE, RFC 7636).',
    );
  }
  if (form.get('code_challenge_method') !== 'S256') {
    throw invalidRequest('Send code_challenge_method=S256.');
  }
  if (!SHA256_BASE64URL.test(challenge)) {
    throw invalidRequest('With S256, code_challenge has 43 base64url characters.');
  }
}

/** It comes back in the id_token, so it stays of a length and an alphabet that any client can read. */
function checkNonce({ form }: Subject): void {
  if (!/^[\x20-\x7E]{1,512}$/.test(form.get('nonce') ?? 'none')) {
    throw invalidRequest('The nonce is longer than 512 characters or not printable ASCII.');
  }
}

/** RFC 9449 §10: the thumbprint of the key that will redeem the code. */
function checkProofKey({ form }: Subject): void {
  const thumbprint = form.get('dpop_jkt');
  if (thumbprint !== undefined && !SHA256_BASE64URL.test(thumbprint)) {
    throw invalidRequest('The dpop_jkt has 43 base64url characters (RFC 9449).');
  }
}
