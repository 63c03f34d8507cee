import type { IncomingHttpHeaders } from 'node:http';

const NEEDED = /^(accept|content-type|mcp-(protocol-version|method|name|param-.*))$/;

/**
 * The headers that the protocol reads. Token and cookies stay with the guard (MCP-03), and whatever a client says of
 * a session counts for nothing (MCP-04).
 */
export const passedOn = (headers: IncomingHttpHeaders): [string, string][] =>
  Object.entries(headers)
    .filter(([name]) => NEEDED.test(name))
    .map(([name, value]) => [name, String(value)]);
