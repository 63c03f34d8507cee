import { Injectable } from '@nestjs/common';
import type { Response } from 'express';

/** Whether the server is shutting down: it answers the requests that have begun and asks clients to close. */
@Injectable()
export class Draining {
  private begun = false;
  private readonly open = new Set<Response>();

  get hasBegun(): boolean {
    return this.begun;
  }

  /** From now on every response closes its keep-alive connection. */
  begin(): void {
    this.begun = true;
    for (const response of this.open) sayClose(response);
  }

  /** Must see every response before it is sent. */
  observe(response: Response): void {
    this.open.add(response);
    if (this.begun) sayClose(response);
  }

  /** Must be called when a response that was observed has closed. */
  readonly forget = (response: Response): void => void this.open.delete(response);
}

function sayClose(response: Response): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
