import type { IncomingHttpHeaders } from 'node:http';

const FLOOR_SECONDS = 60;
const CEILING_SECONDS = 86_400;

/** The seconds for which a response may be cached (RFC 9111 §4.2), within a minute and a day. */
export function cacheLifetime(headers: IncomingHttpHeaders, now = Date.now()): number {
  const seconds = freshness(headers, now) - Number(headers.age ?? 0);
  if (!Number.isFinite(seconds)) return FLOOR_SECONDS;
  return Math.floor(Math.min(CEILING_SECONDS, Math.max(FLOOR_SECONDS, seconds)));
}

function freshness(headers: IncomingHttpHeaders, now: number): number {
  const directives = headers['cache-control']?.toLowerCase() ?? '';
  if (/(?:^|[\s,])(?:no-store|no-cache)(?:$|[\s,=])/.test(directives)) return 0;
  const [, maxAge] = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(directives) ?? [];
  return maxAge === undefined ? untilExpiry(headers, now) : Number(maxAge);
}

/** Without explicit freshness: an hour, for a document whose changes are rare and not urgent. */
function untilExpiry({ expires, date }: IncomingHttpHeaders, now: number): number {
  if (expires === undefined) return 3_600;
  const at = Date.parse(expires);
  return Number.isNaN(at) ? 0 : (at - (Date.parse(date ?? '') || now)) / 1_000;
}
