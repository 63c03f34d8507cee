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
    response.on('close', () => this.open.delete(response));
    if (this.begun) sayClose(response);
  }
}

function sayClose(response: Response): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
