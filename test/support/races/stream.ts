import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from './two-servers.js';

/** How many use it at the same time. */
const CALLERS = 40;
/** Answers that a stream has brought before and brings after what it is there to hold up. */
const ENOUGH = CALLERS;
const DEADLINE_MS = 60_000;

/** One thing done over and over by many at once, each beginning again as soon as it is answered. */
export class Stream {
  readonly replies: Reply[] = [];
  private stopped = false;
  private readonly callers: Promise<unknown>;

  private constructor(private readonly use: (caller: number) => Promise<Reply>) {
    this.callers = Promise.all(Array.from({ length: CALLERS }, (_, caller) => this.run(caller)));
  }

  /**
   * Runs `work` while the stream flows, from before its beginning until after its end.
   * @returns what `work` did, and what all callers got
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
