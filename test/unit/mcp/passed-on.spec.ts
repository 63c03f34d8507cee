import { passedOn } from '../../../src/mcp/access/passed-on.js';

describe('the headers of a message', () => {
  it('go on without any credential and anything of a session (MCP-03, MCP-04)', () => {
    const kept = {
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'get_project',
      'mcp-param-project': 'prj_1',
    };
    const dropped = {
      accept: 'text/html',
      authorization: 'Bearer isoa_1',
      cookie: 'session=1',
      dpop: 'e30.e30.e30',
      'mcp-session-id': '1',
      'last-event-id': '1',
      'x-forwarded-for': '10.0.0.1',
    };
    expect(Object.fromEntries(passedOn({ ...kept, ...dropped }))).toEqual({
      accept: 'application/json, text/event-stream',
      ...kept,
    });
  });
});
