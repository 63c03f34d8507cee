import type { Request } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';

/** Dated versions of `/v1`, the newest last. A change that could break a caller adds one. */
export const API_VERSIONS = ['2026-11-28'] as const;
type ApiVersion = (typeof API_VERSIONS)[number];

/**
 * The version of a request: that of `Api-Version`, or the first for callers that name none, who were made for it
 * (docs/decisions/0033-versions-are-dates.md). Undefined if there is no such version.
 */
export function apiVersionOf({ headers }: Pick<Request, 'headers'>): ApiVersion | undefined {
  const asked = headers['api-version'];
  if (asked === undefined) return API_VERSIONS[0];
  return API_VERSIONS.find((version) => version === asked);
}

/** 400: it names the versions that there are. */
export const unknownVersion = (): ProblemError =>
  new ProblemError('invalid_request', `Api-Version is one of ${API_VERSIONS.join(', ')}.`);
