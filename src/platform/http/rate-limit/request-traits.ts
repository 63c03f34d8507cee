import { normalizeIp } from '@nestjs/throttler';
import type { Request } from 'express';
import { fromWireId } from '../../../kernel/ids.js';
import { normaliseEmail } from '../../mail/email-address.js';
import { formOf } from '../form-body.js';

/** Where `addressOf` keeps the network of a request: it does not change. */
const NETWORK = Symbol('network');

interface Sender {
  readonly ip?: string | undefined;
  [NETWORK]?: string;
}

/**
 * The caller's network: the socket's address, or the one that a trusted proxy reports (`trust proxy`). An IPv6 /64 is
 * one network, and an IPv4 address is the same in every notation.
 */
export const addressOf = (request: Pick<Request, 'ip'>): string =>
  ((request as Sender)[NETWORK] ??= networkOf(request.ip));

const networkOf = (ip: string | undefined): string =>
  ip === undefined ? 'unknown' : normalizeIp(ip);

/** The account a sign-in form names, known or not, in normalised form. */
export function accountOf(request: Pick<Request, 'body'>): string {
  const given = formValue(request, 'email') ?? '';
  return normaliseEmail(given) ?? given.trim().toLowerCase();
}

/**
 * The client a form request names, in the body, by Basic or in an assertion, not authenticated; empty if it cannot be
 * one.
 */
export function clientOf(request: Pick<Request, 'body' | 'headers'>): string {
  const clientId =
    formValue(request, 'client_id') ??
    basicUser(request.headers.authorization) ??
    subjectOf(formValue(request, 'client_assertion')) ??
    '';
  return fromWireId('app', clientId) !== null || METADATA_URL.test(clientId) ? clientId : '';
}

const METADATA_URL = /^https:\/\/[\x21-\x7E]{1,504}$/;

function subjectOf(assertion: string | undefined): string | undefined {
  const [, payload] = assertion?.split('.') ?? [];
  const [, subject] =
    /"sub"\s*:\s*"([^"\\]+)"/.exec(Buffer.from(payload ?? '', 'base64url').toString()) ?? [];
  return subject;
}

/** As the endpoints read it: an empty value counts as absent. */
const formValue = (request: Pick<Request, 'body'>, name: string): string | undefined =>
  formOf(request)?.get(name);

function basicUser(header: string | undefined): string | undefined {
  const [, encoded] = /^basic +(.+)$/i.exec(header ?? '') ?? [];
  const [user] = encoded ? Buffer.from(encoded, 'base64').toString('latin1').split(':') : [];
  return user && formDecoded(user);
}

/** Some libraries percent-encode the id (`app%5F…`), as RFC 6749 §2.3.1 requires. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
