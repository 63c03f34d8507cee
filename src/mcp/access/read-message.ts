import express, { type Request, type Response } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { refuseTokenInForm } from '../../platform/http/shown-token.js';
import { findUnsupported } from '../../product-api/access/json-shape.js';
import { RpcError } from './rpc-error.js';

/** One JSON-RPC message, of which only the JSON type is checked. */
export type RpcMessage = Readonly<Record<string, unknown>>;

const readBytes = express.raw({ type: () => true, limit: '256kb' });

/** A stream that would outlive its token; this server has no notifications to send on it. */
const NOT_OFFERED = 'subscriptions/listen';

/**
 * Reads the one message of a request, once the caller is authenticated (F6).
 * @throws ProblemError 415, RpcError, or what the body parser throws
 */
export async function readMessage(request: Request, response: Response): Promise<RpcMessage> {
  await refuseTokenInForm(request, response);
  if (request.is('application/json') === false) {
    throw new ProblemError('unsupported_media_type', 'Send application/json.');
  }
  const message = parse(await bytesOf(request, response));
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    throw new RpcError(-32600, 'Send one JSON-RPC message at a time.');
  }
  const fault = findUnsupported(message);
  if (fault) throw new RpcError(-32600, `The member ${fault.pointer} ${fault.message}.`);
  const { method } = message as RpcMessage;
  if (method === NOT_OFFERED) throw new RpcError(-32601, 'There is no such method.');
  return message as RpcMessage;
}

const bytesOf = (request: Request, response: Response): Promise<unknown> =>
  new Promise((resolve, reject) => {
    readBytes(request, response, (error?: Error) =>
      error ? reject(error) : resolve(request.body),
    );
  });

function parse(body: unknown): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer));
  } catch {
    throw new RpcError(-32700, 'The body is no JSON.');
  }
}
