import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Response as HttpResponse } from 'express';
import type { AnswerKind } from './access/accepted.js';

/** Line ends of server-sent events; U+2028 is not one. */
const LINE_END = /\r\n|[\r\n]/;

/** SDK, Express, log and connection limits each add a listener for the end of the response. */
const LISTENERS = 20;

/** Sends the SDK's response in the format that the client accepts. */
export async function sendAnswer(
  answer: Response,
  kind: AnswerKind,
  response: HttpResponse,
): Promise<void> {
  response.status(answer.status).setMaxListeners(LISTENERS);
  const type = answer.headers.get('content-type');
  if (kind === 'json' && type?.startsWith('text/event-stream')) {
    response.type('application/json').send(lastMessageIn(await answer.text()));
    return;
  }
  if (type !== null) response.setHeader('Content-Type', type);
  if (!answer.body) {
    response.end();
    return;
  }
  // A client that closes the connection early is no failure.
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), response).catch(() => undefined);
}

/** A stream ends with the response; earlier messages are notifications, which one JSON document cannot have. */
function lastMessageIn(stream: string): string {
  const last = stream.split(LINE_END).findLast((line) => line.startsWith('data:')) ?? '';
  return last.replace(/^data: ?/, '');
}
