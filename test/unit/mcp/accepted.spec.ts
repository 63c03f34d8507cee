import { answerKindFor } from '../../../src/mcp/access/accepted.js';

describe('what an assistant accepts (RFC 9110 §12.5.1)', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    [' , ,', 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['APPLICATION/JSON', 'json'],
    ['Application/Json; charset=utf-8', 'json'],
    ['application/*, text/*', 'json'],
    ['text/html, */*;q=0.1', 'json'],
    ['application/json, text/event-stream', 'stream'],
    ['text/event-stream,application/json', 'stream'],
    ['Text/Event-Stream ; q=1 , */*', 'stream'],
    ['text/event-stream', 'stream'],
    ['text/*', 'stream'],
    ['text/html, text/*;q=0.5', 'stream'],
    ['application/json, text/event-stream;q=0.5', 'json'],
    ['application/json;q=0.5, text/event-stream', 'stream'],
    ['application/json;q=0, */*', 'stream'],
    ['text/event-stream;q=0, application/json;q=0.1', 'json'],
    ['text/html;x="a,application/json;q=0", application/json', 'json'],
    ['text/html', null],
    ['application/xml, text/html', null],
    ['*/*;q=0', null],
    ['application/json;q=0, text/event-stream;q=0.0', null],
    ['json', null],
    ['text/html;x="application/json', null],
  ])('is %j: %s', (accept, kind) => {
    expect(answerKindFor(accept)).toBe(kind);
  });
});
