import type { Request } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { Environment } from '../../platform/config/environment.js';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses cross-origin requests by `Origin`, and DNS rebinding by `Host` (MCP transport, "Security warning"). Apps
 * outside browsers send no `Origin`.
 * @throws ProblemError 403
 */
export function checkSite(request: Request, environment: Environment): void {
  const origins = request.headersDistinct.origin ?? [];
  // HTTP/1.0 requests may have none.
  const hostname = (request.hostname as string | undefined)?.toLowerCase();
  const isOurs = isOurHost(hostname, environment);
  if (!isOurs || !origins.every((origin) => isAllowed(origin, environment))) {
    throw new ProblemError('forbidden', 'This origin or host is not let in.', {
      reason: `host ${String(hostname)}, origin ${origins.join(' ').slice(0, 200)}`,
    });
  }
}

/** The host that a trusted proxy reports, or else `Host`; for a loopback issuer any loopback name. */
function isOurHost(hostname: string | undefined, environment: Environment): boolean {
  const own = new URL(environment.ISSUER_URL).hostname;
  return hostname === own || (environment.issuerIsLoopback && isLoopback(hostname));
}

/** With a loopback issuer, loopback origins may call it. */
function isAllowed(origin: string, environment: Environment): boolean {
  if (environment.MCP_ALLOWED_ORIGINS.includes(origin)) return true;
  const url = URL.parse(origin);
  if (url?.origin !== origin) return false;
  return (
    origin === new URL(environment.ISSUER_URL).origin ||
    (environment.issuerIsLoopback && isLoopback(url.hostname))
  );
}

const isLoopback = (hostname: string | undefined): boolean =>
  hostname !== undefined && LOOPBACK.includes(hostname);
