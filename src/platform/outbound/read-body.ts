import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundError } from './outbound-error.js';

const INFLATERS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

const refused = (message: string): OutboundError => new OutboundError('unacceptable', message);

/**
 * The body as text, its size counted after inflating: `Content-Length` may be wrong, and five kilobytes of gzip can be
 * five megabytes (attack C16). @throws OutboundError
 */
export async function readBody(response: IncomingMessage, maximumBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of inflate(response) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBytes) {
      response.destroy();
      throw refused(`the body is longer than ${String(maximumBytes)} bytes`);
    }
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

function inflate(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return response;
  if (!(encoding in INFLATERS)) throw refused('the content encoding is not one we asked for');
  // The stream that is read reports the failures.
  return pipeline(response, INFLATERS[encoding as keyof typeof INFLATERS](), () => undefined);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('the body is not UTF-8');
  }
}
