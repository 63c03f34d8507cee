import { normalizeIp } from '@nestjs/throttler';
import type { Request } from 'express';
import { fromWireId } from '../../../kernel/ids.js';
import { normaliseEmail } from '../../mail/email-address.js';
import { formOf } from '../form-body.js';

/**
 * The caller's network: the socket's address, or what a trusted proxy says of it (`trust proxy`). An IPv6 /64 is
 * one caller, and an IPv4 address is the same however it is written.
 */
export const addressOf = (request: Pick<Request, 'ip'>): string =>
  request.ip === undefined ? 'unknown' : normalizeIp(request.ip);

/** The account a sign-in form names, known or not, in one form however it is written. */
export function accountOf(request: Pick<Request, 'body'>): string {
  const given = formValue(request, 'email') ?? '';
  return normaliseEmail(given) ?? given.trim().toLowerCase();
}

/** The client a form request names, in the body, by Basic or in an assertion, unproven; empty if it cannot be one. */
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

/** By the rule that the endpoints read by: an empty value is none, and does not hide the one behind it. */
const formValue = (request: Pick<Request, 'body'>, name: string): string | undefined =>
  formOf(request)?.get(name);

function basicUser(header: string | undefined): string | undefined {
  const [, encoded] = /^basic +(.+)$/i.exec(header ?? '') ?? [];
  const [user] = encoded ? Buffer.from(encoded, 'base64').toString('latin1').split(':') : [];
  return user && formDecoded(user);
}

/** Libraries write `app%5F…`, as RFC 6749 §2.3.1 has it. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
