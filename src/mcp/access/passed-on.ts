import type { IncomingHttpHeaders } from 'node:http';

const NEEDED = /^(content-type|mcp-(protocol-version|method|name|param-.*))$/;
/** The SDK requires both types by name, whatever their quality; `answerKindFor` decides the format. */
const BOTH: [string, string] = ['accept', 'application/json, text/event-stream'];

/** The headers that the SDK gets. Token and cookies are not passed on (MCP-03), nor are session headers (MCP-04). */
export const passedOn = (headers: IncomingHttpHeaders): [string, string][] => [
  BOTH,
  ...Object.entries(headers)
    .filter(([name]) => NEEDED.test(name))
    .map(([name, value]): [string, string] => [name, String(value)]),
];
