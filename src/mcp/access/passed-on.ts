import type { IncomingHttpHeaders } from 'node:http';

const NEEDED = /^(content-type|mcp-(protocol-version|method|name|param-.*))$/;
/** The library wants both by name, whatever they are worth; which one goes out is decided here (`answerKindFor`). */
const BOTH: [string, string] = ['accept', 'application/json, text/event-stream'];

/**
 * The headers that the protocol reads. Token and cookies stay with the guard (MCP-03), and whatever a client says of
 * a session counts for nothing (MCP-04).
 */
export const passedOn = (headers: IncomingHttpHeaders): [string, string][] => [
  BOTH,
  ...Object.entries(headers)
    .filter(([name]) => NEEDED.test(name))
    .map(([name, value]): [string, string] => [name, String(value)]),
];
