import { ProblemError } from '../../../kernel/errors/problem-error.js';

/** Runs `running` tasks at once and queues `waiting` more; refuses the rest at once. */
export class ConcurrencyLimit {
  private active = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly running: number,
    private readonly waiting: number,
  ) {}

  /** @throws ProblemError `unavailable` if too many are waiting already */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.active < this.running) {
      this.active++;
      return;
    }
    if (this.queue.length >= this.waiting) {
      throw new ProblemError('unavailable', 'Too many people are signing in. Try again shortly.', {
        retryAfterSeconds: 2,
      });
    }
    await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** Hands the slot to the first in the queue, so that a new call cannot take it first. */
  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.active--;
  }
}
