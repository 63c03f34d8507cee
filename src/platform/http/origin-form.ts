import type { IncomingMessage } from 'node:http';

/** Scheme and authority of a request target in absolute form. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * A server must take `GET http://host/path` too (RFC 9112 §3.2.2). Express makes what it can of the whole URL and,
 * where that cannot be parsed, answers itself, past our filters. The authority is not for us to believe anyway:
 * what we say of ourselves comes from the configuration.
 */
export function useOriginForm(request: IncomingMessage): void {
  const target = request.url ?? '/';
  const rest = target.replace(ABSOLUTE, '');
  if (rest !== target) request.url = rest.startsWith('/') ? rest : `/${rest}`;
}
