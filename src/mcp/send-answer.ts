import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Response as HttpResponse } from 'express';
import type { AnswerKind } from './access/accepted.js';

/** As the field of a server-sent event ends; U+2028 is a character like any other there. */
const LINE_END = /\r\n|[\r\n]/;

/** The library, Express, the log and the bounds of connections each wait for the end of an answer. */
const LISTENERS = 20;

/** Sends what the library made of a message, in the kind that its sender takes. */
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
  // A client that closes the connection early is no fault.
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), response).catch(() => undefined);
}

/** A stream ends with the answer; what comes before it are notices on the way, which one JSON document cannot hold. */
function lastMessageIn(stream: string): string {
  const last = stream.split(LINE_END).findLast((line) => line.startsWith('data:')) ?? '';
  return last.replace(/^data: ?/, '');
}
