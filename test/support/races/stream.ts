import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './two-servers.js';

/** Number of concurrent users. */
const CALLERS = 40;
/** Responses required before and after the action that the stream must not block. */
const ENOUGH = CALLERS;
const DEADLINE_MS = 60_000;

/** A request repeated by many callers, each starting again after its response. */
export class Stream {
  readonly replies: Reply[] = [];
  private stopped = false;
  private readonly callers: Promise<unknown>;

  private constructor(private readonly use: (caller: number) => Promise<Reply>) {
    this.callers = Promise.all(Array.from({ length: CALLERS }, (_, caller) => this.run(caller)));
  }

  /**
   * Runs `work` during the stream, from before its beginning until after its end.
   * @returns the result of `work`, and the responses of all callers
   */
  static async during<T>(
    use: (caller: number) => Promise<Reply>,
    work: () => Promise<T>,
  ): Promise<{ done: T; replies: Reply[] }> {
    const stream = new Stream(use);
    try {
      await stream.brings(ENOUGH);
      const done = await work();
      await stream.brings(stream.replies.length + ENOUGH);
      return { done, replies: stream.replies };
    } finally {
      stream.stopped = true;
      await stream.callers;
    }
  }

  private async run(caller: number): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!this.stopped && Date.now() < deadline) this.replies.push(await this.use(caller));
  }

  private async brings(count: number): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (this.replies.length < count) {
      if (Date.now() > deadline) throw new Error(`${String(this.replies.length)} answers in time`);
      await wait(10);
    }
  }
}
