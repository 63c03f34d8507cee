import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';

/** Closes the connection instead of answering, once whatever this request does is done. */
export function loseResponse(response: Response): void {
  const drop = (): Response => {
    response.socket?.destroy();
    return response;
  };
  response.write = () => !drop();
  response.end = drop;
}

/** Slow answers hold a connection each: more at a time are refused. */
const MOST_SLOW = 20;
let waiting = 0;

/** Waits, unless the client closes the connection. False if too many wait already. */
export async function holdBack(response: Response, seconds: number): Promise<boolean> {
  if (waiting >= MOST_SLOW) return false;
  waiting += 1;
  const closed = new AbortController();
  const abort = (): void => closed.abort();
  response.once('close', abort);
  try {
    await sleep(seconds * 1_000, undefined, { signal: closed.signal }).catch(() => undefined);
  } finally {
    response.off('close', abort);
    waiting -= 1;
  }
  return true;
}
