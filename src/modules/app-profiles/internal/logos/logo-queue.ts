import { ProblemError } from '../../../../kernel/errors/problem-error.js';

/** Uploads that wait while one is decoded. Each holds its file, of 1 MB at most. */
const MOST_WAITING = 8;

/** Decodes one upload at a time in a process, so that decoding never takes more than one upload's memory and time. */
export class LogoQueue {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** @throws ProblemError `unavailable` (503) if too many wait already */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting > MOST_WAITING) {
      throw new ProblemError('unavailable', 'Other logos are being read. Try again shortly.', {
        retryAfterSeconds: 5,
      });
    }
    this.waiting++;
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.waiting--;
    }
  }
}
