import type { IncomingMessage } from 'node:http';

/** Scheme and authority of a request target in absolute form. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * A server must accept `GET http://host/path` too (RFC 9112 §3.2.2). Express would parse the whole URL and, where that
 * fails, respond itself, without our filters. The authority is ignored: this server's own URLs come from the
 * configuration.
 */
export function useOriginForm(request: IncomingMessage): void {
  const target = request.url ?? '/';
  const rest = target.replace(ABSOLUTE, '');
  if (rest !== target) request.url = rest.startsWith('/') ? rest : `/${rest}`;
}
